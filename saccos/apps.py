from django.apps import AppConfig


class SaccosConfig(AppConfig):
    name = "saccos"
    verbose_name = "Operators"

    def ready(self):
        from accounts import merging as people
        from accounts import personal_data, untouched
        from courses.measuring import groupings
        from messaging import reminders
        from saccos import gain_groups, merging, moving, receivers  # noqa: F401
        from saccos import personal_data as ours
        from saccos.inviting import sending
        from saccos.managing import digest, inviting
        from saccos.minute import reminding
        from saccos.models import Management
        from saccos.roster import saving, undoing  # noqa: F401

        groupings.register(gain_groups.BY_OPERATOR)
        people.register("saccos", merging.MOVER)
        untouched.register(Management)
        personal_data.register("work", ours.of)
        reminders.register("digest", digest.queue)
        for kind in (digest.KIND, inviting.KIND, sending.KIND, reminding.KIND, moving.KIND):
            reminders.keep_to_the_day(kind)
