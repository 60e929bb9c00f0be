"""Fits linear models: logistic regression on features that are scaled by naive Bayes log-count
ratios (Wang and Manning, ACL 2012). fit.ts writes the features, runs this script and reads the
weights.

The first table holds one model for each label, fitted on all texts. The gate is one model that
distinguishes guests' texts from the others. The second table holds one more model for each
label, fitted on guests' texts and on the others that are most similar; the score of the first
model is one of its features."""

import json
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

LABELS = 7
# The factor of the first score as a feature. The regularisation hardly affects such a large one.
LEAD = 10

folder = Path(sys.argv[1])
settings = json.loads((folder / "settings.json").read_text())
starts = np.fromfile(folder / "starts", np.uint32).astype(np.int64)
columns = np.fromfile(folder / "columns", np.uint32).astype(np.int32)
bits = np.fromfile(folder / "labels", np.uint8)
guest = np.fromfile(folder / "guests", np.uint8) == 1
importance = np.fromfile(folder / "importance", np.float64)
guest_importance = np.fromfile(folder / "guestImportance", np.float64)
labels = (bits[:, None] >> np.arange(LABELS)) & 1


def matrix(words, letters):
    """The features of the texts, with the buckets folded to this many."""
    all_words = settings["wordBuckets"]
    folded = np.where(columns < all_words, columns % words, words + (columns - all_words) % letters)
    ones = np.ones(len(columns), np.float32)
    texts = sp.csr_matrix((ones, folded, starts), shape=(len(bits), words + letters))
    texts.sum_duplicates()
    return texts


def fit(texts, words, holds, importance, C, lead=None):
    """Returns the weights of a label, its bias and the factor of the score `lead`."""
    having = texts[holds].T @ importance[holds] + settings["smoothing"]
    lacking = texts[~holds].T @ importance[~holds] + settings["smoothing"]
    ratio = np.abs(np.log(having / having.sum()) - np.log(lacking / lacking.sum()))
    ratio[words:] *= settings["letterScale"]
    scaled = texts @ sp.diags(ratio.astype(np.float32))
    if lead is not None:
        scaled = sp.hstack([scaled, sp.csr_matrix(lead[:, None] * LEAD)]).tocsr()
    fitted = LogisticRegression(
        C=C, solver="liblinear", tol=settings["tolerance"], random_state=1
    ).fit(scaled, holds, sample_weight=importance)
    found = fitted.coef_[0]
    led = found[len(ratio)] * LEAD if lead is not None else 0
    return found[: len(ratio)] * ratio, fitted.intercept_[0], led


words, letters = settings["wordBuckets"], settings["letterBuckets"]
texts = matrix(words, letters)
weights = np.zeros((words + letters, LABELS), np.float32)
biases = np.zeros(LABELS)
for label in range(LABELS):
    weights[:, label], biases[label], _ = fit(
        texts, words, labels[:, label] == 1, importance, settings["C"]["everybody"]
    )
scores = texts @ weights + biases

folded = settings["guests"]
words, letters = folded["wordBuckets"], folded["letterBuckets"]
texts = matrix(words, letters)
guests = np.zeros((words + letters, LABELS + 1), np.float32)
guest_biases, leads = np.zeros(LABELS + 1), np.zeros(LABELS)
gate, _, _ = fit(texts, words, guest, guest_importance, settings["C"]["gate"])
likeness = texts @ gate
# The gate is 0.5 at `half`; texts that are not guests' are learnt from beyond `learnt`.
half, learnt = np.quantile(likeness[~guest], [1 - folded["half"], 1 - folded["learnt"]])
guests[:, LABELS] = gate * folded["steepness"]
guest_biases[LABELS] = -half * folded["steepness"]
read = guest | (likeness > learnt)
for label in range(LABELS):
    guests[:, label], guest_biases[label], leads[label] = fit(
        texts[read],
        words,
        labels[read, label] == 1,
        guest_importance[read],
        settings["C"]["guests"],
        scores[read, label],
    )

weights.tofile(folder / "table")
biases.tofile(folder / "biases")
guests.tofile(folder / "guestTable")
guest_biases.tofile(folder / "guestBiases")
leads.tofile(folder / "leads")
