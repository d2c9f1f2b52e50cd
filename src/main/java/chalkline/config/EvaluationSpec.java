package chalkline.config;

import java.util.Optional;

/**
 * How a model is judged besides on its test rows: k-fold cross-validation of its configuration.
 *
 * @param folds how many, at least 2; as many networks are trained
 * @param group the column whose equal values stay in one fold, where there is one
 * @param time the column that folds follow in time: each is judged by a network that was trained on earlier rows alone
 */
public record EvaluationSpec(int folds, Optional<String> group, Optional<String> time) {}
