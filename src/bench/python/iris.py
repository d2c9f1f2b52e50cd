# The work of configs/iris.yaml, with scikit-learn: 10 ReLU units, softmax, SGD at 0.1, batches of 16, 100 epochs.
import pickle
import sys
import warnings

import numpy
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
rows = [line.strip().split(",") for line in open(sys.argv[1])][1:]
x = numpy.array([[float(cell) for cell in row[:-1]] for row in rows])
y = numpy.array([row[-1] for row in rows])
train, test, train_y, test_y = train_test_split(x, y, test_size=0.3, stratify=y, random_state=42)
scaler = StandardScaler().fit(train)
model = MLPClassifier((10,), solver="sgd", learning_rate_init=0.1, momentum=0, alpha=0, batch_size=16, max_iter=100,
                      tol=0, n_iter_no_change=1000, random_state=42)
model.fit(scaler.transform(train), train_y)
print("test accuracy", model.score(scaler.transform(test), test_y))
with open(sys.argv[2], "wb") as out:
    pickle.dump((scaler, model), out)
