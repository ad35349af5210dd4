
import courses.drawings
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('courses', '0001_initial'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
        ('wagtailimages', '0027_image_description'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Allowance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('extra_minutes', models.PositiveSmallIntegerField(default=0, verbose_name='extra minutes')),
                ('extra_attempts', models.PositiveSmallIntegerField(default=0, verbose_name='extra attempts')),
                ('reason', models.CharField(blank=True, help_text='No health details, please.', max_length=200, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'allowance',
            },
        ),
        migrations.CreateModel(
            name='Analysis',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(choices=[('quiz', 'Quiz'), ('course', 'Course'), ('gain', 'Gain')], max_length=6)),
                ('key', models.CharField(help_text="The quiz's short name, or the course's translation key.", max_length=64)),
                ('version', models.PositiveIntegerField(default=0, help_text="The quiz version's number; 0 for all of them together.")),
                ('result', models.JSONField()),
                ('newest', models.BigIntegerField(default=0, help_text='The newest record counted, so that a later one is noticed.')),
                ('calculated_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name_plural': 'analyses',
            },
        ),
        migrations.CreateModel(
            name='FollowUpInvitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('queued_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='Narration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili')], max_length=2, verbose_name='language')),
                ('file', models.FileField(upload_to='narrations', verbose_name='sound')),
                ('seconds', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='length (seconds)')),
                ('size', models.PositiveIntegerField(default=0, editable=False, verbose_name='size (bytes)')),
                ('transcript', models.TextField(help_text="Word for word, for those who can't listen.", verbose_name='transcript')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'narration',
                'ordering': ['-created_at', '-pk'],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='PrePostTest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_open', models.BooleanField(default=True, help_text='Learners are asked to take it.', verbose_name='open')),
            ],
            options={
                'verbose_name': 'pre-test and post-test',
                'verbose_name_plural': 'pre-tests and post-tests',
            },
        ),
        migrations.CreateModel(
            name='QuestionComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(max_length=1000, verbose_name='comment')),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('resolved_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Sitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('pre', 'Pre-test'), ('post', 'Post-test'), ('follow_up', 'Follow-up')], max_length=9)),
                ('ticket', models.CharField(max_length=32, unique=True)),
                ('started_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name='TranslationCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(help_text="A page's translation key, a question's key, or quiz: or topic: and the short name.", max_length=64)),
                ('language', models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili')], max_length=2)),
                ('source_digest', models.CharField(blank=True, help_text="SHA-256 of the source's words at that time (courses.parity.digests).", max_length=64)),
                ('target_digest', models.CharField(blank=True, help_text="The same of the translation's words.", max_length=64)),
                ('checked_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.AddField(
            model_name='attempt',
            name='false_alarms',
            field=models.PositiveSmallIntegerField(default=0, help_text='Innocent travellers harmed or reported.'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='flags',
            field=models.PositiveSmallIntegerField(default=0, help_text='How many there were to miss.'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='innocents',
            field=models.PositiveSmallIntegerField(default=0, help_text='How many there were to harm.'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='language',
            field=models.CharField(choices=[('en', 'English'), ('sw', 'Kiswahili')], default='en', max_length=2),
        ),
        migrations.AddField(
            model_name='attempt',
            name='marks',
            field=models.BinaryField(default=bytes, help_text="Each question's points, as grading.pack writes them."),
        ),
        migrations.AddField(
            model_name='attempt',
            name='misses',
            field=models.PositiveSmallIntegerField(default=0, help_text='Red flags left out, victims not reported.'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='points',
            field=models.PositiveIntegerField(default=0, help_text='In parts of a mark: grading.FULL make one.'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='repeated',
            field=models.JSONField(default=list, help_text='Where only some questions were asked again, their keys; the other answers are carried.'),
        ),
        migrations.AddField(
            model_name='attempt',
            name='started_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='coursepage',
            name='changed_note',
            field=models.CharField(blank=True, max_length=200, verbose_name='what has changed'),
        ),
        migrations.AddField(
            model_name='coursepage',
            name='changed_on',
            field=models.DateField(blank=True, help_text='Learners are told that something is new since this day.', null=True, verbose_name='changed on'),
        ),
        migrations.AddField(
            model_name='coursepage',
            name='most_false_alarms',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Of the innocent travellers in a quiz, how many may be harmed. Empty: no limit.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='most false alarms (%)'),
        ),
        migrations.AddField(
            model_name='coursepage',
            name='most_misses',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Of the red flags in a quiz, how many may be missed. Empty: no limit. Set it on the English page.', null=True, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='most misses (%)'),
        ),
        migrations.AddField(
            model_name='coursepage',
            name='retired_on',
            field=models.DateField(blank=True, help_text='From this day nobody new can begin it; those who have begun may finish, and every record and certificate stays. Set it on the English page.', null=True, verbose_name='retired on'),
        ),
        migrations.AddField(
            model_name='openattempt',
            name='time_limit',
            field=models.PositiveSmallIntegerField(help_text='In minutes, as it was when the attempt began; a rule set later does not end it.', null=True),
        ),
        migrations.AddField(
            model_name='question',
            name='drawing',
            field=models.CharField(blank=True, choices=courses.drawings.drawing_choices, max_length=40, verbose_name='drawing'),
        ),
        migrations.AddField(
            model_name='question',
            name='is_innocent',
            field=models.BooleanField(default=False, help_text='For a scenario: the traveller turns out to be innocent, so that a harmful end is a false alarm.', verbose_name='innocent traveller'),
        ),
        migrations.AddField(
            model_name='question',
            name='part_marks',
            field=models.BooleanField(default=False, help_text='A half right answer earns part of the mark, never less than nothing. Otherwise all or nothing.', verbose_name='part of the mark'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailimages.image', verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_en',
            field=models.CharField(blank=True, max_length=255, verbose_name='what the picture shows (English)'),
        ),
        migrations.AddField(
            model_name='question',
            name='picture_alt_sw',
            field=models.CharField(blank=True, max_length=255, verbose_name='what the picture shows (Kiswahili)'),
        ),
        migrations.AddField(
            model_name='question',
            name='why_en',
            field=models.TextField(blank=True, max_length=1000, verbose_name='explanation (English)'),
        ),
        migrations.AddField(
            model_name='question',
            name='why_sw',
            field=models.TextField(blank=True, max_length=1000, verbose_name='explanation (Kiswahili)'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='attempts_allowed',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Empty: as many as one likes.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='attempts allowed'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='purpose',
            field=models.CharField(choices=[('graded', 'Graded quiz of a module'), ('measure', 'Form of a pre-test and post-test')], default='graded', help_text='A form of a pre-test and post-test measures what the course teaches; nobody passes or fails it.', max_length=8, verbose_name='what it is for'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='retake',
            field=models.CharField(choices=[('critical', 'Only the critical questions missed, where the mark is enough; else the whole quiz'), ('wrong', 'Only what was wrong'), ('whole', 'The whole quiz')], default='critical', max_length=8, verbose_name='a retake asks'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='shuffle_options',
            field=models.BooleanField(default=True, verbose_name='shuffle the options'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='shuffle_questions',
            field=models.BooleanField(default=True, verbose_name='shuffle the questions'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='time_limit',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Best left empty: a conductor is interrupted. More time for one person is set under Allowances.', null=True, validators=[django.core.validators.MinValueValidator(1)], verbose_name='time limit (minutes)'),
        ),
        migrations.AddField(
            model_name='quiz',
            name='wait_minutes',
            field=models.PositiveIntegerField(default=0, help_text='Time to read the lessons again. A day is 1440.', verbose_name='wait between attempts (minutes)'),
        ),
        migrations.AlterField(
            model_name='lessonpage',
            name='cards',
            field=wagtail.fields.StreamField([('text', 4), ('red_flag', 9), ('roles', 13), ('scenario', 21), ('picture', 24), ('sound', 26), ('helplines', 28), ('key_points', 29), ('practice', 31)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'max_length': 80}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': courses.drawings.drawing_choices, 'label': 'Drawing', 'required': False}), 2: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'ul', 'ol', 'link']}), 3: ('courses.cards.NarrationBlock', (), {}), 4: ('wagtail.blocks.StructBlock', [[('heading', 0), ('drawing', 1), ('body', 2), ('narration', 3)]], {}), 5: ('wagtail.blocks.TextBlock', (), {'help_text': 'The flag, in one sentence.', 'max_length': 160, 'rows': 2}), 6: ('wagtail.blocks.TextBlock', (), {'help_text': 'Why it can be a sign.', 'rows': 2}), 7: ('wagtail.blocks.TextBlock', (), {'help_text': 'Ends the sentence: it may be innocent when…', 'rows': 2}), 8: ('wagtail.blocks.TextBlock', (), {'help_text': 'What you do.', 'rows': 2}), 9: ('wagtail.blocks.StructBlock', [[('flag', 5), ('drawing', 1), ('why', 6), ('innocent', 7), ('do', 8), ('narration', 3)]], {}), 10: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('conductor', 'Conductor'), ('driver', 'Driver'), ('truck_driver', 'Truck driver'), ('clerk', 'Ticket clerk'), ('stage', 'Stage staff'), ('manager', 'Manager'), ('other', 'Something else')]}), 11: ('wagtail.blocks.CharBlock', (), {'max_length': 200}), 12: ('wagtail.blocks.ListBlock', (11,), {}), 13: ('wagtail.blocks.StructBlock', [[('role', 10), ('do', 12), ('do_not', 12), ('narration', 3)]], {}), 14: ('wagtail.blocks.TextBlock', (), {'rows': 4}), 15: ('wagtail.blocks.CharBlock', (), {'max_length': 160}), 16: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('safe', 'Safe'), ('missed', 'A missed chance'), ('harmful', 'Somebody could be harmed')]}), 17: ('wagtail.blocks.TextBlock', (), {'help_text': 'What happens next. Teach; never humiliate.', 'rows': 2}), 18: ('wagtail.blocks.StructBlock', [[('action', 15), ('outcome', 16), ('follows', 17)]], {}), 19: ('wagtail.blocks.ListBlock', (18,), {'max_num': 4, 'min_num': 2}), 20: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'The traveller turns out to be innocent.', 'required': False}), 21: ('wagtail.blocks.StructBlock', [[('title', 0), ('drawing', 1), ('scene', 14), ('choices', 19), ('false_alarm', 20), ('narration', 3)]], {}), 22: ('wagtail.images.blocks.ImageBlock', [], {}), 23: ('wagtail.blocks.CharBlock', (), {'max_length': 160, 'required': False}), 24: ('wagtail.blocks.StructBlock', [[('picture', 22), ('caption', 23)]], {}), 25: ('courses.cards.NarrationBlock', (), {'required': True}), 26: ('wagtail.blocks.StructBlock', [[('title', 0), ('narration', 25)]], {}), 27: ('wagtail.blocks.MultipleChoiceBlock', [], {'choices': [('danger', 'In danger now'), ('child', 'A child at risk'), ('tip', 'Pass on a tip'), ('violence', 'Violence at home or against women'), ('abroad', 'In trouble abroad'), ('counselling', 'Somebody to talk to')], 'help_text': 'None means all.', 'required': False}), 28: ('wagtail.blocks.StructBlock', [[('heading', 0), ('needs', 27)]], {}), 29: ('wagtail.blocks.StructBlock', [[('points', 12), ('narration', 3)]], {}), 30: ('wagtail.snippets.blocks.SnippetChooserBlock', ('courses.Question',), {'label': 'Question'}), 31: ('wagtail.blocks.StructBlock', [[('question', 30)]], {})}, help_text='One idea a card.', verbose_name='cards'),
        ),
        migrations.AlterField(
            model_name='question',
            name='kind',
            field=models.CharField(choices=[('single', 'One right answer'), ('multiple', 'Several right answers'), ('true_false', 'True or false'), ('ordering', 'Put in order'), ('matching', 'Match pairs'), ('spots', 'Tap the red flags in a picture'), ('scenario', 'Scenario: what would you do?')], default='single', max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='question',
            name='options',
            field=wagtail.fields.StreamField([('option', 6), ('item', 7), ('pair', 12), ('spot', 18), ('scene', 31)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'English', 'max_length': 160}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Kiswahili', 'max_length': 160}), 2: ('wagtail.blocks.BooleanBlock', (), {'label': 'This is right', 'required': False}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'Why (English)', 'rows': 2}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Why (Kiswahili)', 'rows': 2}), 5: ('wagtail.blocks.DecimalBlock', (), {'decimal_places': 5, 'help_text': 'Only where part of the mark can be had. Empty: right ones share it, a wrong one cancels a right one.', 'label': 'Part of the mark (%)', 'max_value': 100, 'min_value': -100, 'required': False}), 6: ('wagtail.blocks.StructBlock', [[('text_en', 0), ('text_sw', 1), ('is_right', 2), ('why_en', 3), ('why_sw', 4), ('weight', 5)]], {}), 7: ('wagtail.blocks.StructBlock', [[('text_en', 0), ('text_sw', 1)]], {}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Left (English)', 'max_length': 160, 'required': False}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'Left (Kiswahili)', 'max_length': 160, 'required': False}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Right (English)', 'max_length': 160}), 11: ('wagtail.blocks.CharBlock', (), {'label': 'Right (Kiswahili)', 'max_length': 160}), 12: ('wagtail.blocks.StructBlock', [[('text_en', 8), ('text_sw', 9), ('match_en', 10), ('match_sw', 11)]], {}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'What is there (English)', 'max_length': 160}), 14: ('wagtail.blocks.CharBlock', (), {'label': 'What is there (Kiswahili)', 'max_length': 160}), 15: ('wagtail.blocks.BooleanBlock', (), {'label': 'This is a red flag', 'required': False}), 16: ('wagtail.blocks.IntegerBlock', (), {'label': 'From the left (%)', 'max_value': 100, 'min_value': 0}), 17: ('wagtail.blocks.IntegerBlock', (), {'label': 'From the top (%)', 'max_value': 100, 'min_value': 0}), 18: ('wagtail.blocks.StructBlock', [[('text_en', 13), ('text_sw', 14), ('is_right', 15), ('why_en', 3), ('why_sw', 4), ('x', 16), ('y', 17)]], {}), 19: ('wagtail.blocks.RegexBlock', (), {'error_messages': {'invalid': 'Use small letters, digits and hyphens, at most 20.'}, 'help_text': 'Small letters, digits and hyphens. Actions lead here by it.', 'label': 'Short name', 'regex': '^[a-z0-9-]{1,20}$'}), 20: ('wagtail.blocks.TextBlock', (), {'label': 'Scene (English)', 'rows': 3}), 21: ('wagtail.blocks.TextBlock', (), {'label': 'Scene (Kiswahili)', 'rows': 3}), 22: ('wagtail.blocks.ChoiceBlock', [], {'choices': courses.drawings.drawing_choices, 'label': 'Drawing', 'required': False}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'What one does (English)', 'max_length': 160}), 24: ('wagtail.blocks.CharBlock', (), {'label': 'What one does (Kiswahili)', 'max_length': 160}), 25: ('wagtail.blocks.TextBlock', (), {'label': 'What follows (English)', 'rows': 2}), 26: ('wagtail.blocks.TextBlock', (), {'label': 'What follows (Kiswahili)', 'rows': 2}), 27: ('wagtail.blocks.CharBlock', (), {'help_text': 'Its short name. Empty: the story ends.', 'label': 'Leads to the scene', 'max_length': 20, 'required': False}), 28: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('safe', 'Safe'), ('missed', 'A missed chance'), ('harmful', 'Somebody could be harmed')], 'label': 'How it ends', 'required': False}), 29: ('wagtail.blocks.StructBlock', [[('text_en', 23), ('text_sw', 24), ('follows_en', 25), ('follows_sw', 26), ('leads_to', 27), ('outcome', 28)]], {}), 30: ('wagtail.blocks.ListBlock', (29,), {'label': 'What one could do', 'max_num': 4, 'min_num': 2}), 31: ('wagtail.blocks.StructBlock', [[('name', 19), ('text_en', 20), ('text_sw', 21), ('drawing', 22), ('actions', 30)]], {})}, verbose_name='answers'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('points__lte', django.db.models.expressions.CombinedExpression(models.F('asked'), '*', models.Value(2520)))), name='never_more_points_than_asked'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('misses__lte', models.F('flags'))), name='misses_within_flags'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('false_alarms__lte', models.F('innocents'))), name='false_alarms_within_innocents'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('attempts_allowed__isnull', True), ('attempts_allowed__gte', 1), _connector='OR'), name='at_least_one_attempt_allowed'),
        ),
        migrations.AddConstraint(
            model_name='quiz',
            constraint=models.CheckConstraint(condition=models.Q(('time_limit__isnull', True), ('time_limit__gte', 1), _connector='OR'), name='time_limit_at_least_a_minute'),
        ),
        migrations.AddField(
            model_name='allowance',
            name='learner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allowances', to=settings.AUTH_USER_MODEL, verbose_name='learner'),
        ),
        migrations.AddField(
            model_name='allowance',
            name='quiz',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='allowances', to='courses.quiz', verbose_name='quiz'),
        ),
        migrations.AddConstraint(
            model_name='analysis',
            constraint=models.UniqueConstraint(fields=('subject', 'key', 'version'), name='one_analysis_per_subject'),
        ),
        migrations.AddField(
            model_name='followupinvitation',
            name='learner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follow_up_invitations', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='narration',
            name='created_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='question',
            name='narration_en',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.narration', verbose_name='read aloud (English)'),
        ),
        migrations.AddField(
            model_name='question',
            name='narration_sw',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='courses.narration', verbose_name='read aloud (Kiswahili)'),
        ),
        migrations.AddField(
            model_name='preposttest',
            name='course',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='pre_post_test', to='courses.coursepage', verbose_name='course'),
        ),
        migrations.AddField(
            model_name='preposttest',
            name='follow_up',
            field=models.ForeignKey(blank=True, help_text='A short one, 60 to 90 days after the course is done.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.quiz', verbose_name='follow-up quiz'),
        ),
        migrations.AddField(
            model_name='preposttest',
            name='form_a',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.quiz', verbose_name='form A'),
        ),
        migrations.AddField(
            model_name='preposttest',
            name='form_b',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='courses.quiz', verbose_name='form B'),
        ),
        migrations.AddField(
            model_name='followupinvitation',
            name='test',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='courses.preposttest'),
        ),
        migrations.AddField(
            model_name='questioncomment',
            name='author',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='questioncomment',
            name='question',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='comments', to='courses.question'),
        ),
        migrations.AddField(
            model_name='questioncomment',
            name='resolved_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sitting',
            name='learner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sittings', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sitting',
            name='test',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sittings', to='courses.preposttest'),
        ),
        migrations.AddField(
            model_name='translationcheck',
            name='checked_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='allowance',
            constraint=models.UniqueConstraint(fields=('learner', 'quiz'), name='one_allowance_per_learner_and_quiz', violation_error_message='This person has an allowance for this quiz already. Change that one.'),
        ),
        migrations.AddConstraint(
            model_name='preposttest',
            constraint=models.CheckConstraint(condition=models.Q(('form_a', models.F('form_b')), _negated=True), name='two_forms_differ'),
        ),
        migrations.AddConstraint(
            model_name='followupinvitation',
            constraint=models.UniqueConstraint(fields=('test', 'learner'), name='one_follow_up_invitation'),
        ),
        migrations.AddConstraint(
            model_name='sitting',
            constraint=models.UniqueConstraint(fields=('test', 'learner', 'occasion'), name='one_sitting_per_occasion'),
        ),
        migrations.AddConstraint(
            model_name='translationcheck',
            constraint=models.UniqueConstraint(fields=('key', 'language'), name='one_check_per_translation'),
        ),
    ]
