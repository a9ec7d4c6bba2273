"""A judged sample to the paragraph that a study prints."""

from onrecord.export.words import count
from onrecord.store.figures import Estimate, Figures
from onrecord.store.sample import Sample


def paragraph(sample: Sample, found: Figures) -> str:
    """What the sample says of the archive, in sentences with 95 % intervals; how it was drawn, so that others can repeat it."""
    frame = sample.frame
    if not found.words.of and not found.passages:
        drawn = f"{count(len(sample.statements), 'statement')} and {count(len(sample.passages), 'sentence')}"
        return f"{drawn} drawn at random (seed {sample.seed}), nothing judged yet."
    drawn = (
        f"Of {count(found.words.of, 'statement')} sampled at random from {frame.statements:,} "
        f"({' or '.join(frame.acts)}; {frame.documents:,} documents, as the archive stood on {sample.drawn_at[:10]}), "
        f"{share(found.words)} have the right words; of {found.speaker.of} of these whose speaker is named, {share(found.speaker)} "
        f"have the right one, and {found.unnamed} of those sampled name none."
    )
    outside = (
        f"From {count(found.passages, 'sentence')} sampled at random of the text outside statements, an estimated "
        f"{share(found.recall)} of all statements were found; second-hand ones inside others’ words are not counted."
    )
    parts = [drawn, outside, f"Intervals are 95 %: Wilson’s for shares, MOVER for the last (seed {sample.seed})."]
    if found.waiting:
        parts.append(f"{count(found.waiting, 'thing')} of the sample {'is' if found.waiting == 1 else 'are'} not judged yet.")
    return " ".join(parts)


def share(one: Estimate) -> str:
    """A share and its interval as percent: 94 % (88 to 97)."""
    if one.value is None:
        return "an unknown share"
    return f"{100 * one.value:.0f} % ({100 * one.low:.0f} to {100 * one.high:.0f})"
