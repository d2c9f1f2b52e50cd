/**
 * Why a training does not learn. What is certain is read off the configuration, the data and the first step; what is only
 * suspected is tried: the remedy is put in, a copy is trained for as many steps, and the suspicion is told only where that
 * learns what the configuration as it stands does not.
 */
package chalkline.doctor;
