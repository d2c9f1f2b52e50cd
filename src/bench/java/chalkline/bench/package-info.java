/** How fast the engines are, as ratios measured in one run: {@code mvn -q -Pbench integration-test}. */
package chalkline.bench;
