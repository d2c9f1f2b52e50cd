/**
 * Gradient checks for people's own tests. This package is public API, and so are {@link chalkline.check.CheckResult}, which a
 * check returns, and {@link chalkline.training.Predictor}.
 */
package chalkline.assertions;
