"""Trace: a reported wording and primary sources to the place where it was said, and how the wording drifted on the way."""

from onrecord.trace.drift import Piece
from onrecord.trace.fidelity import Fidelity
from onrecord.trace.index import Index, build, load
from onrecord.trace.sources import Passage, Source, source
from onrecord.trace.trace import Miss, Searched, Trace, trace

__all__ = ["Fidelity", "Index", "Miss", "Passage", "Piece", "Searched", "Source", "Trace", "build", "load", "source", "trace"]
