import amif_network.directory.folding
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
from django.contrib.postgres.operations import BtreeGistExtension
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        # Equality and overlap in one exclusion constraint need btree_gist (part of PostgreSQL itself).
        BtreeGistExtension(),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('cpas', 'CPAS'), ('federal_service', 'federal public service'), ('intermunicipal', 'intermunicipal service'), ('ngo', 'non-profit association'), ('university', 'university or research centre'), ('other', 'other organisation')], max_length=20, verbose_name='kind')),
                ('code', models.SlugField(error_messages={'unique': 'Another organisation already has this code.'}, max_length=80, unique=True, verbose_name='code')),
                ('name_fr', models.CharField(blank=True, max_length=200, verbose_name='full name in French')),
                ('name_nl', models.CharField(blank=True, max_length=200, verbose_name='full name in Dutch')),
                ('name_de', models.CharField(blank=True, max_length=200, verbose_name='full name in German')),
                ('short_fr', models.CharField(blank=True, help_text="With its preposition, as it stands in a sentence: CPAS d'Anvers.", max_length=120, verbose_name='everyday name in French')),
                ('short_nl', models.CharField(blank=True, max_length=120, verbose_name='everyday name in Dutch')),
                ('short_de', models.CharField(blank=True, max_length=120, verbose_name='everyday name in German')),
                ('city_fr', models.CharField(blank=True, max_length=80, verbose_name='place in French')),
                ('city_nl', models.CharField(blank=True, max_length=80, verbose_name='place in Dutch')),
                ('city_de', models.CharField(blank=True, max_length=80, verbose_name='place in German')),
                ('language_regime', models.CharField(blank=True, choices=[('nl', 'Dutch only'), ('fr', 'French only'), ('nl_fr', 'Dutch and French'), ('nl_facilities', 'Dutch, with facilities for French speakers'), ('fr_facilities_nl', 'French, with facilities for Dutch speakers'), ('fr_facilities_de', 'French, with facilities for German speakers'), ('de_facilities_fr', 'German, with facilities for French speakers')], max_length=20, verbose_name='language regime')),
                ('region', models.CharField(blank=True, choices=[('flanders', 'Flemish Region'), ('brussels', 'Brussels-Capital Region'), ('wallonia', 'Walloon Region')], max_length=20, verbose_name='region')),
                ('province', models.CharField(blank=True, choices=[('antwerp', 'Antwerp'), ('east_flanders', 'East Flanders'), ('flemish_brabant', 'Flemish Brabant'), ('hainaut', 'Hainaut'), ('liege', 'Liège'), ('limburg', 'Limburg'), ('luxembourg', 'Luxembourg'), ('namur', 'Namur'), ('walloon_brabant', 'Walloon Brabant'), ('west_flanders', 'West Flanders')], max_length=20, verbose_name='province')),
                ('size_class', models.CharField(blank=True, choices=[('large', 'large (over 150 000 inhabitants)'), ('small', 'small')], max_length=10, verbose_name='size')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('valid_from', models.DateField(blank=True, help_text='Empty: since before our records.', null=True, verbose_name='exists since')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('network_from', models.DateField(blank=True, null=True, verbose_name='member of the network since')),
                ('network_to', models.DateField(blank=True, null=True, verbose_name='member of the network until')),
                ('loaded', models.JSONField(blank=True, default=dict, editable=False, verbose_name='as last loaded')),
                ('sort_fr', models.GeneratedField(db_persist=True, expression=amif_network.directory.folding.Folded(django.db.models.functions.comparison.Coalesce(models.Func(models.F('city_fr'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('city_nl'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('short_fr'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('name_fr'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('short_nl'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('name_nl'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Value(''), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
                ('sort_nl', models.GeneratedField(db_persist=True, expression=amif_network.directory.folding.Folded(django.db.models.functions.comparison.Coalesce(models.Func(models.F('city_nl'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('city_fr'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('short_nl'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('name_nl'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('short_fr'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Func(models.F('name_fr'), models.Value(''), function='NULLIF', output_field=models.TextField()), models.Value(''), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
                ('search_text', models.GeneratedField(db_persist=True, expression=amif_network.directory.folding.Folded(django.db.models.functions.text.Concat(models.F('short_fr'), models.Value(' '), models.F('short_nl'), models.Value(' '), models.F('short_de'), models.Value(' '), models.F('name_fr'), models.Value(' '), models.F('name_nl'), models.Value(' '), models.F('name_de'), models.Value(' '), models.F('city_fr'), models.Value(' '), models.F('city_nl'), models.Value(' '), models.F('city_de'), models.Value(' '), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
                ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='directory.organisation', verbose_name='successor')),
            ],
            options={
                'verbose_name': 'organisation',
                'verbose_name_plural': 'organisations',
                'ordering': ('code',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['', 'cpas', 'federal_service', 'intermunicipal', 'ngo', 'university', 'other']), ('language_regime__in', ['', 'nl', 'fr', 'nl_fr', 'nl_facilities', 'fr_facilities_nl', 'fr_facilities_de', 'de_facilities_fr']), ('region__in', ['', 'flanders', 'brussels', 'wallonia']), ('province__in', ['', 'antwerp', 'east_flanders', 'flemish_brabant', 'hainaut', 'liege', 'limburg', 'luxembourg', 'namur', 'walloon_brabant', 'west_flanders']), ('size_class__in', ['', 'large', 'small']), models.Q(('kind', ''), _negated=True)), name='organisation_choices_known'),
                    models.CheckConstraint(condition=models.Q(('name_fr', ''), ('name_nl', ''), ('short_fr', ''), ('short_nl', ''), _negated=True), name='organisation_has_a_name', violation_error_message="Give the organisation's name in French or in Dutch."),
                    models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='organisation_dates_in_order', violation_error_message='The last day cannot be before the first.'),
                    models.CheckConstraint(condition=models.Q(('successor__isnull', True), models.Q(('successor', models.F('pk')), _negated=True), _connector='OR'), name='organisation_successor_is_another', violation_error_message='An organisation cannot succeed itself.'),
                    models.CheckConstraint(condition=models.Q(('successor__isnull', True), ('valid_to__isnull', False), _connector='OR'), name='organisation_with_successor_has_ended', violation_error_message='An organisation with a successor needs a last day.'),
                    models.CheckConstraint(condition=models.Q(('network_to__isnull', True), models.Q(('network_from__isnull', False), ('network_to__gte', models.F('network_from'))), _connector='OR'), name='organisation_network_dates_in_order', violation_error_message='The membership of the network cannot end before it starts.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OrganisationAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(max_length=200, verbose_name='spelling')),
                ('normalised', models.GeneratedField(db_persist=True, expression=amif_network.directory.folding.Folded(models.F('text')), output_field=models.TextField(db_collation='C'))),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='directory.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'spelling',
                'verbose_name_plural': 'spellings',
                'ordering': ('text',),
                'constraints': [
                    models.UniqueConstraint(fields=('organisation', 'normalised'), name='alias_once_per_organisation', violation_error_message='This organisation already has this spelling.'),
                    models.CheckConstraint(condition=models.Q(('normalised', ''), _negated=True), name='alias_has_letters', violation_error_message='A spelling needs at least one letter or digit.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='OrganisationMembership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='since')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='until')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='parent_memberships', to='directory.organisation', verbose_name='member')),
                ('parent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='member_memberships', to='directory.organisation', verbose_name='service or network')),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('parent', models.F('member')), _negated=True), name='membership_between_two', violation_error_message='An organisation cannot be a member of itself.'),
                    models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='membership_dates_in_order', violation_error_message='The last day cannot be before the first.'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('parent', '='), ('member', '='), (models.Func(models.F('valid_from'), models.F('valid_to'), models.Value('[]'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='membership_once_at_a_time', violation_error_message='This membership overlaps another one of the same two organisations.'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given_name', models.CharField(blank=True, max_length=80, verbose_name='given name')),
                ('family_name', models.CharField(help_text='With its prefix: De Crom, Van Belle.', max_length=80, verbose_name='family name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address')),
                ('phone', models.CharField(blank=True, max_length=30, verbose_name='phone')),
                ('preferred_language', models.CharField(blank=True, choices=[('fr', 'French'), ('nl', 'Dutch')], max_length=2, verbose_name='preferred language')),
                ('show_role', models.BooleanField(default=False, help_text='Tick only when the person agrees: documents and pages then name the function beside the person.', verbose_name='function may be shown')),
                ('sort_key', models.GeneratedField(db_persist=True, expression=amif_network.directory.folding.Folded(django.db.models.functions.text.Concat(models.F('family_name'), models.Value(' '), models.F('given_name'), models.Value(' '), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
                ('search_text', models.GeneratedField(db_persist=True, expression=amif_network.directory.folding.Folded(django.db.models.functions.text.Concat(models.F('given_name'), models.Value(' '), models.F('family_name'), models.Value(' '), output_field=models.TextField())), output_field=models.TextField(db_collation='C'))),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
                'ordering': ('sort_key', 'pk'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('family_name', ''), _negated=True), name='person_has_a_family_name', violation_error_message='Give the family name.'),
                    models.CheckConstraint(condition=models.Q(('preferred_language__in', ['', 'fr', 'nl'])), name='person_language_known'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Affiliation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('function_fr', models.CharField(blank=True, max_length=120, verbose_name='function in French')),
                ('function_nl', models.CharField(blank=True, max_length=120, verbose_name='function in Dutch')),
                ('valid_from', models.DateField(verbose_name='since')),
                ('valid_to', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('from_lists', models.BooleanField(default=False, editable=False, verbose_name='known from attendance lists only')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='directory.organisation', verbose_name='organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='affiliations', to='directory.person', verbose_name='person')),
            ],
            options={
                'verbose_name': 'affiliation',
                'verbose_name_plural': 'affiliations',
                'ordering': ('-valid_from', 'pk'),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('valid_from__isnull', True), ('valid_to__isnull', True), ('valid_to__gte', models.F('valid_from')), _connector='OR'), name='affiliation_dates_in_order', violation_error_message='The last day cannot be before the first.'),
                    django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('organisation', '='), ('function_fr', '='), ('function_nl', '='), (models.Func(models.F('valid_from'), models.F('valid_to'), models.Value('[]'), function='DATERANGE', output_field=django.contrib.postgres.fields.ranges.DateRangeField()), '&&')], name='affiliation_once_at_a_time', violation_error_message='This person already has this function in this organisation on some of these days.'),
                ],
            },
        ),
    ]
