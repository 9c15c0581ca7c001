"""Templates: which one is used, its version, and what is said when it is wrong."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from letters import samples as s
from letters.reading import text
from ofworkflow.errors import LetterError
from ofworkflow.letters.contexts import Lettre
from ofworkflow.letters.models import kind_of, names
from ofworkflow.letters.renderer import Renderer
from ofworkflow.letters.templates import LAYOUT, SUFFIX, default_folder


def written(folder, body, name="report.md.j2"):
    (folder / name).write_text(body, encoding="utf-8")
    return Renderer(folder)


LETTERS = [kind for name in names() if issubclass(kind := type(kind_of(name).sample), Lettre)]


@pytest.mark.parametrize("kind", LETTERS, ids=lambda k: k.modele)
def test_each_letter_has_its_template(kind):
    assert (default_folder() / f"{kind.modele}{SUFFIX}").is_file()


def test_each_template_has_its_letter():
    models = {path.name.removesuffix(SUFFIX) for path in default_folder().glob(f"[!_]*{SUFFIX}")}
    assert models == {kind.modele for kind in (type(kind_of(name).sample) for name in names())}


def test_the_house_overrides_one_template_and_keeps_the_others(tmp_path):
    renderer = written(
        tmp_path, '# Objet : chez nous\n\nBonjour {{ jeune.prenom }}.\n\n---\n\n{% include "_signature.md.j2" %}\n'
    )
    shown = text(renderer.render(s.report()).pdf)
    assert "Objet : chez nous Bonjour Léa. Camille Renard" in shown
    assert renderer.render(s.majorite()).pdf == Renderer().render(s.majorite()).pdf


def test_a_template_changed_between_two_letters_is_used_at_once(tmp_path):
    renderer = written(tmp_path, "# Objet : un\n\nA\n")
    before = renderer.render(s.report())
    written(tmp_path, "# Objet : deux\n\nA\n")
    after = renderer.render(s.report())
    assert "deux" in text(after.pdf)
    assert before.version_modele != after.version_modele


@pytest.mark.parametrize("changed", ["report.md.j2", "_signature.md.j2", LAYOUT])
def test_the_version_follows_the_template_what_it_includes_and_the_layout(tmp_path, changed):
    shipped = Renderer().render(s.report()).version_modele
    source = (default_folder() / changed).read_text(encoding="utf-8")
    same = written(tmp_path, source, changed).render(s.report()).version_modele
    other = written(tmp_path, source + "\n", changed).render(s.report()).version_modele
    assert shipped == same != other


def test_the_version_does_not_depend_on_the_data():
    assert Renderer().render(s.report()).version_modele == Renderer().render(s.report(s.LEA)).version_modele


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (
            "Bonjour {{ jeune.prenon }}",
            r"Modèle report\.md\.j2, ligne 3 : « prenon » est inconnu dans « jeune » ; vouliez-vous dire « prenom » \?",
        ),
        ("{{ conseilller.nom }}", r"ligne 3 : « conseilller » est inconnu ; vouliez-vous dire « conseiller » \?"),
        ("{% if rendezvous %}x{% endif %}", r"ligne 3 : « rendezvous » est inconnu ; vouliez-vous dire « rendez_vous » \?"),
        ("\n\n{% if jeune %}\nx\n", r"le bloc « \{% if %\} » n'est pas fermé ; ajoutez « \{% endif %\} »"),
        ("{% iff jeune %}", r"ligne 3 : la balise « iff » est inconnue ; vouliez-vous dire « if » \?"),
        ("{{ jeune.nom", r"une double accolade « \{\{ » n'est pas fermée"),
        ("{{ jeune.nom } suite", r"ligne 3 : une double accolade « \{\{ » n'est pas fermée"),
        ("{% if jeune \nx", r"une balise « \{% » n'est pas fermée"),
        ("{# note", r"un commentaire « \{# » n'est pas fermé"),
        ("{{ le | date_longe }}", r"le filtre « date_longe » est inconnu ; vouliez-vous dire « date_longue » \?"),
        ("{{ jeune.nom | date_longue }}", r"ligne 3 : un filtre de date reçoit autre chose"),
        ("{{ jeune }}", r"ligne 3 : une valeur entre \{\{ \}\} n'est ni un texte"),
        ("{{ maison.logo }}", r"ligne 3 : une valeur entre \{\{ \}\} est vide"),
        ("{{ 1 / 0 }}", r"ne peut pas être calculé"),
        ('{% include "_signatur.md.j2" %}', r"« _signatur\.md\.j2 » n'existe pas .* vouliez-vous dire « _signature\.md\.j2 » \?"),
        ('{% include "../config.toml" %}', r"« \.\./config\.toml » n'existe pas dans le dossier des modèles"),
        ('{% include "/etc/passwd" %}', r"« /etc/passwd » n'existe pas"),
        ("{% include jeune.nom %}", r"n'existe pas|s'écrit entre guillemets"),
        ("{{ jeune.__class__ }}", r"ligne 3 : un modèle n'a accès qu'aux données de sa lettre"),
        ("{{ ''.__class__.__mro__ }}", r"un modèle n'a accès qu'aux données de sa lettre"),
        ("{{ cycler.next }}", r"« cycler » est inconnu"),
        ("{{ range(3) }}", r"« range » est inconnu"),
        ("a\n\n---\n\nb\n\n---\n\nc\n\n---\n\nd", r"plus de deux lignes « --- »"),
        ("# Encore un objet", r"a deux objets"),
    ],
)
def test_a_slip_in_a_template_is_one_sentence_with_its_line_and_the_nearest_word(tmp_path, body, sentence):
    with pytest.raises(LetterError, match=sentence) as caught:
        written(tmp_path, f"# Objet : essai\n\n{body}\n").render(s.report())
    assert "\n" not in str(caught.value)


def test_a_letter_without_object_is_refused(tmp_path):
    with pytest.raises(LetterError, match=r"report\.md\.j2 ne commence pas par son objet"):
        written(tmp_path, "Bonjour.\n").render(s.report())


def test_a_slip_in_an_included_block_names_that_block_and_its_line(tmp_path):
    renderer = written(tmp_path, "{{ conseiller.prenom }}\n{{ conseiller.qualites }}\n", "_signature.md.j2")
    with pytest.raises(LetterError, match=r"Modèle _signature\.md\.j2, ligne 2 : « qualites » .* « qualite »"):
        renderer.render(s.report())


def test_lines_are_counted_as_the_writer_sees_them_after_lone_tags(tmp_path):
    body = "# Objet : x\n\n{% if jeune %}\n{# note #}\na\n{% endif %}\n\n{{ jeune.prenon }}\n"
    with pytest.raises(LetterError, match="ligne 8 :"):
        written(tmp_path, body).render(s.report())


def test_a_template_reached_through_a_link_outside_the_folder_is_refused(tmp_path):
    secret, folder = tmp_path / "secret.md.j2", tmp_path / "modeles"
    secret.write_text("secret")
    folder.mkdir()
    (folder / "_lien.md.j2").symlink_to(secret)
    with pytest.raises(LetterError, match=r"« _lien\.md\.j2 » n'existe pas"):
        written(folder, '# Objet : x\n\n{% include "_lien.md.j2" %}\n').render(s.report())


@pytest.mark.parametrize(
    ("content", "said"), [(b"\x89PNG\r\n\x1a\n\x00\x00\x81", "n'est pas un texte"), (b"x" * 200_001, "dépasse 200 ko")]
)
def test_a_template_that_is_no_text_is_said_so(tmp_path, content, said):
    (tmp_path / "report.md.j2").write_bytes(content)
    with pytest.raises(LetterError, match=said):
        Renderer(tmp_path).render(s.report())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_template_saved_by_a_windows_editor_is_read_like_another(tmp_path, encoding):
    source = (default_folder() / "report.md.j2").read_text(encoding="utf-8")
    (tmp_path / "report.md.j2").write_bytes(source.replace("\n", "\r\n").encode(encoding))
    assert Renderer(tmp_path).render(s.report()).pdf == Renderer().render(s.report()).pdf


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('#import "@preview/cetz:0.3.0": *', "module extérieur"),
        ('#read("/etc/passwd")', "la mise en page mise_en_page.typ a une erreur"),
        ('#set text(font: "Comic Sans MS")\n#let courrier(d) = { set document(title: d.titre); [= a] }', "police"),
    ],
)
def test_the_layout_reaches_neither_the_network_nor_files_nor_other_fonts(tmp_path, line, sentence):
    (tmp_path / LAYOUT).write_text(
        line.replace("#set text", "#let f = 1\n#set text") + "\n"
        if "font" not in line
        else '#let courrier(d) = { set document(title: d.titre); set text(font: "Comic Sans MS"); [= a] }'
    )
    with pytest.raises(LetterError, match=sentence):
        Renderer(tmp_path).render(s.report())


def test_the_page_for_counsellors_lists_every_word_a_template_knows():
    page = (Path(__file__).parents[2] / "docs" / "courriers.md").read_text(encoding="utf-8")
    common = {field.name for field in fields(Lettre)}
    for kind in LETTERS:
        (row,) = (line for line in page.splitlines() if line.startswith(f"| `{kind.modele}`"))
        own = [field.name for field in fields(kind) if field.name not in common]
        assert row == f"| `{kind.modele}` | {', '.join(f'`{name}`' for name in own)} |"
