"""The times bench: tolerant TimeML, what counts as right, and other formats' readings."""

import json
from pathlib import Path

from bench.times import Counts, readings, recognizers, score, sentences, timeml
from onrecord.resolve.timex import Expression

TML = """<?xml version="1.0" ?><TimeML>
<DCT><TIMEX3 tid="t0" type="DATE" value="2019-01-07" functionInDocument="CREATION_TIME">2019-01-07</TIMEX3></DCT>
<TEXT>Gulls &amp; terns <EVENT eid="e1">came</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2019-01-04">Friday</TIMEX3>.
They stayed <TIMEX3 tid="t2" value="P2D">two days</TIMEX3>.</TEXT></TimeML>"""


def test_timeml_is_read_as_text_with_spans(tmp_path: Path) -> None:
    path = tmp_path / "gulls.tml"
    path.write_text(TML, encoding="utf-8")
    case = timeml(path)
    assert case.published == "2019-01-07"
    assert case.text.startswith("Gulls & terns came on Friday.")
    assert [(case.text[one.start : one.end], *one.values) for one in case.gold] == [("Friday", "2019-01-04"), ("two days", "P2D")]


def test_a_span_counts_where_it_overlaps_and_a_value_where_it_is_equal(tmp_path: Path) -> None:
    path = tmp_path / "gulls.tml"
    path.write_text(TML, encoding="utf-8")
    case, counts = timeml(path), Counts()
    at = case.text.index("on Friday")
    score(case, [Expression(at, at + 9, "DATE", "2019-01-04"), Expression(0, 5, "DATE", "2019")], counts)
    assert (counts.system, counts.gold, counts.spans, counts.values) == (2, 2, 1, 1)


def test_our_own_sentences_are_read(tmp_path: Path) -> None:
    row = {
        "id": "a",
        "published": "2019-01-07",
        "text": "It fell in 1999.",
        "expressions": [{"text": "1999", "start": 11, "end": 15, "value": "1999"}],
    }
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(row) + "\n", encoding="utf-8")
    (case,) = sentences(path)
    assert case.text[case.gold[0].start : case.gold[0].end] == "1999"


def test_readings_of_the_recognizers_and_ours_meet(tmp_path: Path) -> None:
    value = {"timex": "2019-W02", "type": "daterange", "start": "2019-01-07", "end": "2019-01-14"}
    results = [{"Text": "this week", "Start": 5, "End": 13, "TypeName": "datetimeV2.daterange", "Resolution": {"values": [value]}}]
    row = {"Input": "Come this week.", "Context": {"ReferenceDateTime": "2019-01-08T00:00:00"}, "Results": results}
    path = tmp_path / "cases.json"
    path.write_text(json.dumps([row]), encoding="utf-8")
    (case,) = recognizers(path)
    assert readings("2019-W02") & case.gold[0].values == {"2019-W02", "2019-01-07/2019-01-13"}
    assert readings("PT30M") >= {"1800 s"}
