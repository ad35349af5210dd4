"""What is said of a list and of its rows, in plain words."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts import names, phones
from saccos.roster.fields import Field
from saccos.roster.sheet import OTHER, OUT, SAME
from saccos.roster.values import Texts

UNREADABLE = {
    "too_big": _("This is larger than 10 MB, so it is no list of names. Split it, or copy only the rows with names."),
    "too_many": _("The list has more than 20,000 rows. Split it into parts and bring them one after the other."),
    "empty": _("There is nothing in it: no row has a name or a number."),
    "only_hidden": _("Only hidden sheets hold anything. Show the sheet with the names in Excel, save, and try again."),
    "only_heading": _("There is only a row of headings. Put the people in the rows under it."),
    "one_column": _(
        "Name and number stand in one cell. Put each in a column of its own: names, numbers, roles. Then try again."
    ),
    "quote": _("A quotation mark in row %(row)s is not closed, so that the rows run into each other. Take it out."),
    "picture": _("This is a picture. Type the list into a spreadsheet, or paste it as text in the box above."),
    "pdf": _("This is a PDF. Copy the table out of it and paste it, or bring the spreadsheet that it was made of."),
    "word": _("This is a text document. Copy the table out of it and paste it here."),
    "web_page": _("This is a web page, not a spreadsheet. Open it, save it as XLSX, and bring that file."),
    "open_document": _("This is an OpenDocument file. Save it as XLSX or CSV, and bring that file."),
    "not_xlsx": _("This is not an Excel workbook (.xlsx), or it is damaged. Save it again, or paste the rows."),
    "old_excel": _("This is an old Excel file (.xls) or one with a password. Save it as XLSX without a password."),
    "zip_bomb": _("The workbook unpacks to far more than a list of people. It was not opened."),
    "xml_forbidden": _("The workbook holds parts that may hide an attack. It was not opened."),
    "binary": _("This is neither a spreadsheet nor a text. Bring an XLSX or CSV file, or paste the rows."),
    "encoding": _("The letters of the file cannot be read. Save it as CSV in UTF-8, or as XLSX."),
    "utf_16_unmarked": _("The letters of the file cannot be read. Save it as CSV in UTF-8, or as XLSX."),
    "utf_32": _("The letters of the file cannot be read. Save it as CSV in UTF-8, or as XLSX."),
}

PROBLEMS = {
    # What is wrong in a cell.
    "name-missing": _("There is no name."),
    "name-nobody": _("Is this a person? Write the full name, in letters only, or leave the row out."),
    "name-number": _("This is a number, not a name. Are the cells of this row shifted?"),
    "formula": _("A formula stands here without its result. Write the result itself."),
    "phone": _("This cannot be read as a phone number. Write it as 0712 345 678, or leave it empty."),
    "phone-digits-lost": _(
        "Excel has cut digits off this number. Write it again; in Excel, format the column as text first."
    ),
    "phone-two": _("Two numbers stand here. Keep one."),
    "phone-not-a-persons": _(
        "This is a helpline, a landline or a short number. Write a mobile number, or leave it empty."
    ),
    "phone-elsewhere": _("No number stands here, but one under “%(elsewhere)s”. Are the cells of this row shifted?"),
    "phone-here": _("This is a phone number. Are the cells of this row shifted?"),
    "role": _("This is no role we know. Choose one."),
    "role-missing": _("No role is said. Choose one."),
    "too-long": _("This is too long: %(most)s signs at most."),
    "since": _("This cannot be read as a date. Write day, month, year: 31/12/2024."),
    "since-odd": _("This date is in the future, or too long ago."),
    "number-twice": _("Row %(row)s, %(name)s, has this staff number too."),
    "other-name": _("This number belongs to somebody with another name on the platform: check the number."),
    "phone-full": _("%(most)s people share this number already. Write another number, or leave it empty."),
    "has-refused": _(
        "They said in the last 30 days that they do not work for you. If they do now, they join by your link."
    ),
    "too-many-moves": _(
        "Your list has brought %(most)s people in a day who have accounts already. Bring this row again tomorrow."
    ),
    "meanwhile": _("Something changed since the list was checked, so this row was not saved. Bring it again."),
    # Who might be meant.
    "same-name": _("Somebody with this name, or one like it, is on your list: %(name)s, %(phone)s."),
    "same-name-bare": _("Somebody with this name, or one like it, is on your list: %(name)s, without a number."),
    "phone-of": _("On your list this number is %(name)s's."),
    "phone-twice": _("Row %(row)s, %(name)s, has this number too."),
    "number-of": _("On your list this staff number is %(name)s's."),
    "row-name": _("Row %(row)s has the same name, with a number."),
    "twice": _("The same person as in row %(row)s."),
    "twice-name": _("The same name as in row %(row)s, and no number to tell them apart."),
    # What else there is to say.
    "own-name": _("They are on your list as %(name)s. They have signed in, so only they can change their name."),
    "own-phone": _("%(name)s has signed in, so only they can change their number: under My training, My data."),
    "is-told": _("They have an account already: they get an SMS when you save, and can say no."),
    "worked-here": _("They worked for you before. If they do again, they get an SMS and can say no."),
    # Why undoing left something.
    "kept-left": _("%(name)s is not on your list any more: that stays."),
    "kept-signed-in": _("%(name)s has signed in since: they stay on your list."),
    "kept-trained": _("%(name)s has a training record since: they stay on your list."),
    "kept-merged": _("%(name)s and %(other)s were put together as one person since: they stay on your list."),
    "kept-changed": _("%(name)s was changed by hand since: that stays."),
}

CHOICES = {
    "same-name": (
        (SAME, _("The same person, with a new number")),
        (OTHER, _("Another person")),
        (OUT, _("Leave this row out")),
    ),
    "same-name-bare": ((SAME, _("The same person")), (OTHER, _("Another person")), (OUT, _("Leave this row out"))),
    "phone-of": (
        (SAME, _("The same person")),
        (OTHER, _("Another person who shares this phone")),
        (OUT, _("Leave this row out")),
    ),
    "phone-twice": ((OTHER, _("Another person who shares this phone")), (OUT, _("Leave this row out"))),
    "number-of": ((SAME, _("The same person")), (OTHER, _("Another person")), (OUT, _("Leave this row out"))),
    "row-name": ((OTHER, _("Another person of that name")), (OUT, _("Leave this row out"))),
    "twice-name": ((OTHER, _("Another person of that name")), (OUT, _("Leave this row out"))),
}
"""What a manager may decide, by the code of what is asked."""


def say(problem: dict, texts: Texts) -> str:
    """Return one problem of a row as a sentence in the active language."""
    code = problem["code"]
    if code == "name":
        return _about_name(texts.get(Field.NAME, ""))
    facts = {**problem, "elsewhere": Field(problem["elsewhere"]).label if problem.get("elsewhere") else ""}
    if facts["elsewhere"]:
        code = "phone-elsewhere"
    if facts.get("phone"):
        facts["phone"] = phones.show(facts["phone"])
    return str(PROBLEMS[code_of(problem) if code == "same-name" else code]) % facts


def code_of(problem: dict) -> str:
    """Return the code by which choices are found: a name without a number is asked about in other words."""
    is_bare = problem["code"] == "same-name" and not problem.get("phone")
    return "same-name-bare" if is_bare else problem["code"]


def _about_name(text):
    try:
        names.clean(text)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
