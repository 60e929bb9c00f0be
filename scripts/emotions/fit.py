"""Fits one linear model for each label: naive Bayes log-count ratios times logistic regression
(Wang and Manning, ACL 2012). Run by train.ts, which writes the features and reads the weights."""

import json
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

folder = Path(sys.argv[1])
settings = json.loads((folder / "settings.json").read_text())
words, buckets = settings["wordBuckets"], settings["wordBuckets"] + settings["letterBuckets"]
starts = np.fromfile(folder / "starts", np.uint32).astype(np.int64)
columns = np.fromfile(folder / "columns", np.uint32).astype(np.int32)
values = np.fromfile(folder / "values", np.float32)
bits = np.fromfile(folder / "labels", np.uint8)
importance = np.fromfile(folder / "importance", np.float64)
counted = np.fromfile(folder / "counted", np.float64)
labels = (bits[:, None] >> np.arange(7)) & 1
texts = sp.csr_matrix((values, columns, starts), shape=(len(bits), buckets))

weights = np.zeros((buckets, 7), np.float32)
biases = np.zeros(7)
for label in range(7):
    holds = labels[:, label] == 1
    having = texts[holds].T @ counted[holds] + settings["smoothing"]
    lacking = texts[~holds].T @ counted[~holds] + settings["smoothing"]
    ratio = np.abs(np.log(having / having.sum()) - np.log(lacking / lacking.sum()))
    ratio[words:] *= settings["letterScale"]
    fitted = LogisticRegression(
        C=settings["C"], solver="liblinear", tol=settings["tolerance"], random_state=1
    ).fit(texts @ sp.diags(ratio.astype(np.float32)), holds, sample_weight=importance)
    weights[:, label] = fitted.coef_[0] * ratio
    biases[label] = fitted.intercept_[0]
weights.tofile(folder / "weights")
biases.tofile(folder / "biases")
