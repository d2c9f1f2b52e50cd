"""Makes the .npz files beside it: python3 make.py DIRECTORY. NpzReadTest says which versions made them."""

import io
import sys

import numpy as np

directory = sys.argv[1]


class Pipe(io.RawIOBase):
    """Takes bytes without going back, as a pipe does."""

    def __init__(self):
        self.bytes = b""

    def writable(self):
        return True

    def seekable(self):
        return False

    def write(self, some):
        self.bytes += bytes(some)
        return len(some)


w = np.array([[0.1, -0.0, 5e-324], [np.nan, np.inf, -3.836099763741904e-7]])
arrays = {
    "W1": w,
    "dW1": np.asfortranarray(w),
    "b.next": w.astype(">f8"),
    "f4": w.astype("<f4"),
    "F4": np.asfortranarray(w.astype(">f4")),
    "loss": np.array(289.0),
    "vector": np.array([20.0, 3.0, 4.0]),
    "y": np.array([18]),
    "i4": np.array([[-2, 2**31 - 1]], dtype=">i4"),
    "u1": np.array([255, 0], dtype="u1"),
    "∂b": np.array([True, False]),
}
np.savez(f"{directory}/stored.npz", **arrays)
np.savez_compressed(f"{directory}/deflated.npz", **arrays)
for name, save in ("streamed", np.savez), ("streamed-deflated", np.savez_compressed):
    pipe = Pipe()
    save(pipe, **arrays)
    with open(f"{directory}/{name}.npz", "wb") as file:
        file.write(pipe.bytes)
np.savez(f"{directory}/none.npz")
np.savez(f"{directory}/object.npz", W1=np.array([[1, 2], [3]], dtype=object))
np.savez(f"{directory}/structured.npz", W1=np.zeros(2, dtype=[("a", "f8"), ("b", "i4")]))
np.savez(f"{directory}/text.npz", W1=np.array(["0.1", "0.2"]))
