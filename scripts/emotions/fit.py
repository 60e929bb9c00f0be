"""Fits linear models: naive Bayes log-count ratios times logistic regression (Wang and Manning, ACL
2012). Run by train.ts, which writes the features and reads the weights.

One for each label over all texts (what everybody means); one that tells guests' texts from others
(the gate); and one for each label over guests' texts and the others that are most like them, for
which the score of the first is one more feature (what guests mean besides)."""

import json
import sys
from pathlib import Path

import numpy as np
import scipy.sparse as sp
from sklearn.linear_model import LogisticRegression

LABELS = 7
# So large a feature is hardly held down by the regularisation.
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
    """The features in so many buckets: as many as they were hashed to, or a fraction of them."""
    all_words = settings["wordBuckets"]
    folded = np.where(columns < all_words, columns % words, words + (columns - all_words) % letters)
    ones = np.ones(len(columns), np.float32)
    texts = sp.csr_matrix((ones, folded, starts), shape=(len(bits), words + letters))
    texts.sum_duplicates()
    return texts


def fit(texts, words, holds, importance, C, lead=None):
    """The weights of a label, its bias, and what the score given counts."""
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
# Half of what guests mean counts where so many of the others are more like guests.
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
