"""How long and how heavy a sound is, in the words of a player."""


class Heard:
    """What has `seconds` and `size`, in bytes."""

    @property
    def length(self) -> str:
        """Return minutes and seconds, as a player shows them: 0:38."""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

    @property
    def kilobytes(self) -> int:
        return max(1, round(self.size / 1000))
