from django.db import models


class CourseNumber(models.Model):
    """The small number by which a QR names a course, given once, with the titles that an officer's phone shows."""

    number = models.AutoField(primary_key=True)
    course_key = models.UUIDField(unique=True)
    title_en = models.CharField(max_length=255)
    title_sw = models.CharField(max_length=255)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.number} {self.title_en}"


class PublishedList(models.Model):
    """The newest signed status list, as it is published: one row."""

    issued_at = models.DateTimeField()
    document = models.TextField()
    etag = models.CharField(max_length=64)
    kid = models.PositiveSmallIntegerField(default=0, help_text="The number of the key that signed it.")

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.issued_at:%Y-%m-%d %H:%M}"


class CheckCount(models.Model):
    """How many checks gave a result on a day: never who checked, whose certificate it was, or where."""

    day = models.DateField()
    result = models.CharField(max_length=20)
    course = models.PositiveIntegerField(default=0, help_text="The course's number; 0 where no certificate was found.")
    county = models.CharField(max_length=3, blank=True, help_text="The county in which the holder was trained.")
    checks = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "result", "course", "county"], name="one_count_of_checks")
        ]

    def __str__(self):
        return f"{self.day} {self.result} {self.checks}"
