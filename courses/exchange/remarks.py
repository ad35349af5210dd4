"""Everything that can be said of an imported file or question: a code for programs, plain words for people."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Remark:
    """One thing to tell, such as why a question is refused or what was left out of it."""

    code: str
    values: Mapping = field(default_factory=dict)

    def __str__(self):
        return str(MESSAGES[self.code]) % self.values


class UnreadableFile(Exception):
    """Nothing of the file can be used."""

    def __init__(self, code: str, line: int | None = None, **values):
        self.remark = Remark(code, values)
        self.line = line
        super().__init__(str(self.remark))


MESSAGES = {
    # The file as a whole.
    "too_big": _("The file is larger than %(limit)s MB. Split it."),
    "empty": _("The file is empty."),
    "binary": _("This is not a text file. Save it again as text in UTF-8, or choose another format."),
    "utf_16_unmarked": _("The file looks like UTF-16 without its mark at the start. Save it again in UTF-8."),
    "utf_32": _("The file is in UTF-32. Save it again in UTF-8."),
    "encoding": _("The file's letters cannot be read: it is neither UTF-8, UTF-16 nor Windows-1252. Save it in UTF-8."),
    "windows_1252": _("Read as Windows-1252, not UTF-8: check the apostrophes and the letters with marks."),
    "encoding_used": _("Read as %(encoding)s."),
    "too_many": _("The file holds more than %(limit)s questions. Split it."),
    "no_questions": _("No question was found in the file."),
    "xml_broken": _("The XML is broken: %(error)s."),
    "xml_forbidden": _("The XML declares a document type or entities, which may hide an attack. Moodle writes none."),
    "not_moodle_xml": _("This XML is not Moodle's: its first element is <%(tag)s>, not <quiz>."),
    "not_xlsx": _("This is not an Excel workbook (.xlsx), or it is damaged."),
    "old_excel": _("This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password."),
    "zip_bomb": _("The workbook unpacks to far more than such a file should hold. It was not opened."),
    "table_broken": _("The table is broken: %(error)s."),
    "no_header": _("The first row must name the columns; “%(column)s” is missing."),
    "column_twice": _("The column “%(column)s” stands there twice."),
    "column_unknown": _("The column “%(column)s” is not known, and is left out."),
    # Why a question is refused.
    "braces": _("The answers need one “{” and one “}”, with no empty line between them. Write \\{ and \\} in a text."),
    "stray_text": _("“%(text)s” stands among the answers with neither ~ nor = before it."),
    "xml_parts": _("The question has no <%(tag)s>."),
    "unsupported_kind": _("It is of the kind “%(kind)s”, which the bank does not hold."),
    "no_text": _("It has no text."),
    "text_too_long": _("Its %(what)s has %(length)s characters; %(limit)s is the most."),
    "too_few_options": _("It has %(count)s options; at least %(limit)s are needed."),
    "too_many_options": _("It has %(count)s options; %(limit)s is the most."),
    "option_without_text": _("Option %(number)s has no text."),
    "no_right_answer": _("No option is right: one must have the weight 100."),
    "none_right": _("No option is right."),
    "several_right_answers": _("%(count)s options are right, but only one may be in this kind."),
    "weight_out_of_range": _("Option %(number)s has the weight %(weight)s; it must lie between -100 and 100."),
    "weight_not_a_number": _("Option %(number)s has the weight “%(weight)s”, which is no number."),
    "media_not_supported": _("It holds pictures, sound or the like (%(names)s), which a question here cannot show."),
    "media_in_answer": _("An answer or feedback holds %(names)s. Pictures and sound belong into the question's text."),
    "remote_media": _("It shows a picture or sound from elsewhere (%(names)s). Put the file into the question."),
    "several_pictures": _("It has %(count)s pictures; a question here has one."),
    "several_sounds": _("It has %(count)s sounds; a question here has one in each language."),
    "file_missing": _("The file “%(name)s” that its text shows is not there."),
    "file_broken": _("The file “%(name)s” is damaged: it is no base64."),
    "picture_too_big": _("The picture “%(name)s” is larger than %(limit)s MB."),
    "picture_too_many_pixels": _("The picture “%(name)s” has more than %(limit)s million pixels."),
    "picture_broken": _("“%(name)s” is no picture that can be shown: AVIF, GIF, JPEG, PNG or WebP, undamaged."),
    "sound_too_big": _("The sound “%(name)s” is too large."),
    "sound_too_long": _("The sound “%(name)s” is longer than %(limit)s minutes."),
    "sound_too_short": _("The sound “%(name)s” is shorter than a second."),
    "sound_broken": _("“%(name)s” is no sound that can be played, or it is damaged."),
    "unknown_drawing": _("There is no drawing “%(name)s”."),
    "drawing_and_picture": _("It has the drawing “%(name)s” and a picture; a question here has one of them."),
    "too_few_pairs": _("%(count)s pairs have both sides; at least %(limit)s are needed."),
    "too_many_pairs": _(
        "It has %(count)s pairs and %(lone)s right sides alone; %(limit)s and %(most_lone)s are the most."
    ),
    "pair_without_match": _("Pair %(number)s has no right side."),
    "formula_in_cell": _("The cell of “%(column)s” holds a formula. Put its result there as text."),
    "not_yes_or_no": _("“%(value)s” in “%(column)s” is neither yes nor no."),
    "row_too_long": _("The row has more cells than there are columns."),
    "no_topic": _("No topic: name one that exists for the whole file, or in the row."),
    "unknown_topic": _("There is no topic “%(topic)s”."),
    "name_used_twice": _("The name “%(key)s” is used in line %(line)s too, for another question."),
    "kind_differs": _("“%(key)s” is in the bank, as another kind: “%(theirs)s” there, “%(ours)s” here."),
    "option_count_differs": _("“%(key)s” is in the bank with %(theirs)s options; here it has %(ours)s."),
    "marking_differs": _("“%(key)s” is in the bank and is marked otherwise there: %(theirs)s there, %(ours)s here."),
    "picture_differs": _("“%(key)s” is in the bank with another picture."),
    "sound_differs": _("“%(key)s” is in the bank with another sound in “%(language)s”."),
    "right_differs": _("“%(key)s” is in the bank, and option %(number)s is right in only one of the two."),
    "text_differs": _("“%(key)s” is in the bank with another text in “%(what)s”: “%(theirs)s”."),
    "locked": _("“%(key)s” is locked in the bank."),
    # What a person should know of a question that is not refused.
    "weights_flattened": _("The weights of other options than the right one are not kept: they are simply wrong."),
    "option_feedback_left_out": _("The feedback of single items is left out; the general feedback is kept."),
    "ordering_subset_dropped": _("All its items are asked, not only some of them."),
    "ordering_marked_by_neighbours": _("Part of the mark is given for each item that follows the right one."),
    "file_unused": _("The file “%(name)s” is left out: its text does not show it."),
    "picture_without_alt": _("The picture has no words for those who cannot see it."),
    "other_feedback_left_out": _("Hints and overall feedback are left out."),
    "formatting_removed": _("Formatting was taken off (%(tags)s)."),
    "script_removed": _("A script was taken out."),
    "markup_kept_as_text": _("Its HTML is plain text here: shown as typed, never run."),
    "markdown_kept_as_text": _("Its Markdown is plain text here: shown as typed."),
    "formula_kept_as_text": _("A text that begins like a formula is kept as text."),
    "same_as_line": _("The same question stands in line %(line)s."),
    "in_bank": _("It is in the bank as “%(key)s”."),
    "adds": _("It adds to “%(key)s”: %(what)s."),
    "unfit": _("It stays a draft: %(why)s"),
    "incomplete": _("It stays a draft until these are there: %(what)s."),
    # What an exported file lacks.
    "left_out_language": _("Left out, because texts in this language are missing (%(count)s): %(keys)s."),
    "left_out_kind": _("Left out, because no such file can hold their kind (%(count)s): %(keys)s."),
    "without_media": _("Without their picture or sound, which only Moodle XML can hold (%(count)s): %(keys)s."),
    "media_gone": _("Without their picture or sound, whose file is gone (%(count)s): %(keys)s."),
    "marked_in_parts": _(
        "Moodle will give part of the mark for these, which are all or nothing here (%(count)s): %(keys)s."
    ),
}
