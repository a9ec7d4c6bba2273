"""English passes, also when a machine made it; anything else is named and refused."""

import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import LanguageError
from onrecord.read.furniture import furniture
from onrecord.read.language import check_english, english_share

SYRIA = Path(__file__).parents[3] / "shared" / "cases" / "syria" / "article.txt"

TEXTS = {
    "French": "Le maire de la ville a déclaré lundi que le pont resterait fermé jusqu’au printemps. « Nous ne jouerons pas avec la vie des gens », a-t-il dit aux journalistes devant la mairie.",
    "German": "Die Bürgermeisterin der Stadt sagte am Montag, dass die Brücke bis zum Frühjahr geschlossen bleibe. „Wir spielen nicht mit dem Leben der Menschen“, erklärte sie vor dem Rathaus.",
    "Spanish": "La alcaldesa de la ciudad dijo el lunes que el puente seguirá cerrado hasta la primavera. «No jugaremos con la vida de la gente», declaró ante los periodistas frente al ayuntamiento.",
    "Dutch": "De burgemeester van de stad zei maandag dat de brug tot het voorjaar gesloten blijft. “Wij spelen niet met het leven van mensen”, verklaarde zij voor het stadhuis tegenover de pers.",
    "Danish": "Byens borgmester sagde mandag, at broen forbliver lukket indtil foråret. “Vi leger ikke med menneskers liv”, sagde hun til journalisterne foran rådhuset, hvor mange havde samlet sig.",
    "Russian": "Мэр города заявила в понедельник, что мост останется закрытым до весны. «Мы не будем играть с жизнью людей», сказала она журналистам перед зданием мэрии.",
    "Arabic": "قالت رئيسة بلدية المدينة يوم الاثنين إن الجسر سيبقى مغلقا حتى الربيع. وأضافت للصحفيين أمام مبنى البلدية أننا لن نلعب بأرواح الناس.",
    "Chinese": "市长星期一表示，这座桥将一直关闭到春天。她在市政厅前对记者说：“我们不会拿人们的生命冒险。”",
}

MACHINE = (
    "The mayor has on Monday of the bridge spoken, that until the spring closed remains. «We play not with the lifes of the people, "
    "«she has before the town hall to the journalists declared. The deputys of the opposition regard with worry the decision."
)


@pytest.mark.parametrize("language", TEXTS)
def test_a_text_in_another_language_is_refused_with_its_name(language: str) -> None:
    with pytest.raises(LanguageError, match=f"^desk/note.txt is in {language}, .*English") as caught:
        check_english(TEXTS[language], "desk/note.txt")
    assert str(caught.value).count(". ") == 0


@pytest.mark.parametrize("language", TEXTS)
def test_other_languages_stay_far_below_the_share_of_english(language: str) -> None:
    assert english_share(TEXTS[language].split()) < 0.12


def test_badly_translated_english_passes() -> None:
    check_english(MACHINE, "desk/note.txt")


def test_the_syria_article_passes() -> None:
    if not SYRIA.exists():
        pytest.skip("needs ../shared")
    text = SYRIA.read_text(encoding="utf-8")
    check_english(text, "article.txt", furniture(text))


@pytest.mark.parametrize("text", ["Bonjour.", "Nein, sagte sie.", "Olá!", "12345", "“”", "She said no."])
def test_very_short_texts_pass(text: str) -> None:
    check_english(text, "a.txt")


def test_a_very_short_text_in_another_script_is_refused() -> None:
    with pytest.raises(LanguageError, match=r"English"):
        check_english("Мост останется закрытым до весны.", "a.txt")


def test_furniture_does_not_decide() -> None:
    form = "Leave a Reply\nYour email address will not be published. Required fields are marked *\n" * 12
    text = f"{TEXTS['French']}\n\n{form}"
    with pytest.raises(LanguageError, match="French"):
        check_english(text, "a.txt", furniture(text))


def test_english_costs_no_model() -> None:
    code = f"import sys\nfrom onrecord.read.language import check_english\ncheck_english({MACHINE!r}, 'a')\nassert 'py3langid' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
