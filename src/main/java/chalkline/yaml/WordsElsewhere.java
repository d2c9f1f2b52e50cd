package chalkline.yaml;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What Keras, PyTorch and scikit-learn call things.
 *
 * @param own what the same is called here, in one place or another; empty for what is not here
 * @param remark what to know of it, behind the name
 */
record WordsElsewhere(List<String> own, String remark) {
    /** A line: their words : own names | remark. */
    private static final Map<String, WordsElsewhere> ALL = read("""
            mean-squared-error, mse-loss : mse
            squared-error : mse |; scikit-learn's networks halve it, as half-squared-error does
            mean-absolute-error, absolute-error, l1-loss : mean-absolute-error mae
            mean-squared-log-error : mean-squared-logarithmic-error
            bce, bce-loss, binary-crossentropy, binary-cross-entropy : xent
            bce-with-logits, bce-with-logits-loss : xent | on activation: sigmoid
            categorical-crossentropy, sparse-categorical-crossentropy, cross-entropy : mcxent
            cross-entropy-loss, nll, nll-loss : mcxent | on activation: softmax
            log-loss : mcxent | of classes, and xent of probabilities
            kld, kl-div, kullback-leibler-divergence : kl-divergence
            cosine-similarity : cosine-proximity
            huber, huber-loss, smooth-l1, smooth-l1-loss, log-cosh, quantile, pinball, categorical-hinge, kl-div-loss :
            poisson-nll-loss, gaussian-nll-loss, focal, focal-loss, binary-focal-crossentropy, dice, tversky, ctc :
            epsilon-insensitive, squared-epsilon-insensitive, modified-huber, perceptron, margin-ranking-loss :
            linear : identity dense
            logistic : sigmoid
            silu : swish
            celu : elu | where its alpha is 1
            leaky-relu : leaky-relu |, whose alpha is 0.01 where none is given (Keras: 0.3)
            hard-sigmoid : hard-sigmoid |, 0.2z + 0.5; PyTorch's and Keras 3's is z / 6 + 0.5
            glu, prelu, softmin, log-softmax, log-sigmoid, exponential, hard-shrink, soft-shrink, tanh-shrink, crelu :
            hard-swish, hard-silu, sparsemax, squareplus, sparse-plus, sparse-sigmoid, swiglu, geglu, threshold :
            rmsprop : rms-prop
            adagrad : ada-grad
            adadelta : ada-delta
            adamax : ada-max
            amsgrad : ams-grad
            nesterov, nag : nesterovs
            adamw : adam | with training: { weight-decay: 0.01 }
            radam, adan, asgd, sgdw, adafactor, lion, lamb, ftrl, lbfgs, l-bfgs, rprop, sparse-adam, muon, nadamw :
            glorot-normal : xavier |, without Keras's cut at two standard deviations
            he-normal : relu |, without Keras's cut at two standard deviations
            lecun-normal : lecun-normal |, without Keras's cut at two standard deviations
            xavier-normal : xavier
            kaiming-normal : relu
            glorot-uniform : xavier-uniform
            he-uniform, kaiming-uniform : relu-uniform
            zeros : zero
            ones : constant |, as constant: 1
            random-normal : normal |, as normal: 0.05
            random-uniform : uniform |, as uniform: 0.05
            truncated-normal, orthogonal, variance-scaling, dirac :
            batch-normalization, batch-norm, batch-norm-1d, conv-1d, conv-2d, lstm, gru, rnn, embedding, flatten :
            learning-rate-init, lr, eta, eta0 : learning-rate
            eps : epsilon
            alpha : rms-decay
            rho : rms-decay
            gamma : decay-rate
            step-size : step
            negative-slope : alpha
            max-value : max
            momentum : | , which the updaters nesterovs and momentum take
            rate, p, dropout, dropout-rate, drop-prob : retain-probability |, the probability to keep: 1 - rate
            kernel-regularizer : l2 |; Keras's l2(λ) is l2: 2λ
            bias-regularizer : l2-bias |; Keras's l2(λ) is l2-bias: 2λ
            weight-decay : weight-decay |, as in AdamW; what PyTorch's SGD and Adam call so is l2
            clipvalue : gradient-normalization |, as clip-element-wise-absolute-value
            clipnorm : gradient-normalization |, as clip-l2-per-param-type
            max-iter, num-epochs, n-epochs, nb-epoch : epochs
            n-iter-no-change : patience
            tol : min-delta
            optimizer, solver : updater
            kernel-initializer, kernel-init : weight-init
            use-bias : has-bias
            neurons, out-features : units
            random-state, random-seed : seed
            test-size : test
            validation-fraction, validation-split : validation
            sep, delimiter : separator
            na-values : missing-values
            column-names : names
            dtype, dtypes : columns
            path : file
            target : labels
            acc, accuracy-score, binary-accuracy, categorical-accuracy : accuracy
            f1-score : f1 |, the mean of the classes' (macro)
            f1-macro : f1
            roc-auc, roc-auc-score : auc
            root-mean-squared-error : rmse
            r2-score, r-squared : r2
            step-lr : step
            exponential-lr : exponential
            exponential-decay : exponential |, whose gamma is decay_rate to the power of 1 / decay_steps
            polynomial-lr, polynomial : poly
            inverse-time-decay : inverse | with power: 1
            multi-step-lr, piecewise-constant-decay : map
            one-cycle-lr : cycle |, of straight lines
            cosine, cosine-decay, cosine-annealing-lr, reduce-lr-on-plateau, invscaling, adaptive, polynomial-decay :
            """);

    private static Map<String, WordsElsewhere> read(String lines) {
        Map<String, WordsElsewhere> all = new HashMap<>();
        lines.lines().forEach(line -> {
            String[] sides = line.split(" :", 2);
            String[] meaning = sides[1].split("\\|", 2);
            List<String> own = Arrays.stream(meaning[0].strip().split(" "))
                    .filter(name -> !name.isEmpty())
                    .toList();
            String remark =
                    meaning.length == 1 ? "" : (own.isEmpty() ? meaning[1].strip() : meaning[1].stripTrailing());
            for (String word : sides[0].split(",")) {
                all.put(plain(word), new WordsElsewhere(own, remark));
            }
        });
        return all;
    }

    /** The word in small letters without what stands between its parts, and without a package: nn.MSELoss is mseloss. */
    private static String plain(String word) {
        return word.substring(word.lastIndexOf('.') + 1)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[-_ ]", "");
    }

    /** What is known of the word, where something of that name is wanted, or it is nothing that is here. */
    static Optional<WordsElsewhere> of(String given, Collection<String> known) {
        return Optional.ofNullable(ALL.get(plain(given)))
                .filter(word -> word.own.isEmpty() || word.own.stream().anyMatch(known::contains));
    }

    /** The name to write; empty where there is none. */
    Optional<String> name(Collection<String> known) {
        return own.stream().filter(known::contains).findFirst();
    }

    /** What ends a sentence on the word. */
    String said(Collection<String> known) {
        return name(known)
                .map(name -> ", which is " + name + " here" + remark)
                .orElse(remark.isEmpty() ? ", which Chalkline does not have" : remark);
    }
}
