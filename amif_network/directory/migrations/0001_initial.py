import amif_network.core.tables
import amif_network.directory.folding
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        amif_network.core.tables.CreateTables(
            models=[
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
                        'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryorganisationevent" ("city_de", "city_fr", "city_nl", "code", "id", "kind", "language_regime", "name_de", "name_fr", "name_nl", "network_from", "network_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province", "region", "short_de", "short_fr", "short_nl", "size_class", "successor_id", "valid_from", "valid_to", "website") VALUES (NEW."city_de", NEW."city_fr", NEW."city_nl", NEW."code", NEW."id", NEW."kind", NEW."language_regime", NEW."name_de", NEW."name_fr", NEW."name_nl", NEW."network_from", NEW."network_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."province", NEW."region", NEW."short_de", NEW."short_fr", NEW."short_nl", NEW."size_class", NEW."successor_id", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;', hash='79cba2df0e60e8ed8dfb66750bb3b2ec1aeeb0a9', operation='INSERT', pgid='pgtrigger_insert_insert_fd0fd', table='directory_organisation', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."city_de" IS DISTINCT FROM (NEW."city_de") OR OLD."city_fr" IS DISTINCT FROM (NEW."city_fr") OR OLD."city_nl" IS DISTINCT FROM (NEW."city_nl") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language_regime" IS DISTINCT FROM (NEW."language_regime") OR OLD."name_de" IS DISTINCT FROM (NEW."name_de") OR OLD."name_fr" IS DISTINCT FROM (NEW."name_fr") OR OLD."name_nl" IS DISTINCT FROM (NEW."name_nl") OR OLD."network_from" IS DISTINCT FROM (NEW."network_from") OR OLD."network_to" IS DISTINCT FROM (NEW."network_to") OR OLD."province" IS DISTINCT FROM (NEW."province") OR OLD."region" IS DISTINCT FROM (NEW."region") OR OLD."short_de" IS DISTINCT FROM (NEW."short_de") OR OLD."short_fr" IS DISTINCT FROM (NEW."short_fr") OR OLD."short_nl" IS DISTINCT FROM (NEW."short_nl") OR OLD."size_class" IS DISTINCT FROM (NEW."size_class") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."website" IS DISTINCT FROM (NEW."website"))', func='INSERT INTO "history_directoryorganisationevent" ("city_de", "city_fr", "city_nl", "code", "id", "kind", "language_regime", "name_de", "name_fr", "name_nl", "network_from", "network_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province", "region", "short_de", "short_fr", "short_nl", "size_class", "successor_id", "valid_from", "valid_to", "website") VALUES (NEW."city_de", NEW."city_fr", NEW."city_nl", NEW."code", NEW."id", NEW."kind", NEW."language_regime", NEW."name_de", NEW."name_fr", NEW."name_nl", NEW."network_from", NEW."network_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."province", NEW."region", NEW."short_de", NEW."short_fr", NEW."short_nl", NEW."size_class", NEW."successor_id", NEW."valid_from", NEW."valid_to", NEW."website"); RETURN NULL;', hash='ffd09c6cc08ee47ab8dac19395e9a6d83fb7768a', operation='UPDATE', pgid='pgtrigger_update_update_17175', table='directory_organisation', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryorganisationevent" ("city_de", "city_fr", "city_nl", "code", "id", "kind", "language_regime", "name_de", "name_fr", "name_nl", "network_from", "network_to", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "province", "region", "short_de", "short_fr", "short_nl", "size_class", "successor_id", "valid_from", "valid_to", "website") VALUES (OLD."city_de", OLD."city_fr", OLD."city_nl", OLD."code", OLD."id", OLD."kind", OLD."language_regime", OLD."name_de", OLD."name_fr", OLD."name_nl", OLD."network_from", OLD."network_to", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."province", OLD."region", OLD."short_de", OLD."short_fr", OLD."short_nl", OLD."size_class", OLD."successor_id", OLD."valid_from", OLD."valid_to", OLD."website"); RETURN NULL;', hash='8ee6c7fb3788cec9951637d445cd49271acf22bf', operation='DELETE', pgid='pgtrigger_delete_delete_d686f', table='directory_organisation', when='AFTER')),
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
                        'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryorganisationaliasevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text"); RETURN NULL;', hash='8dbe02feb05553584d71901440d633519871dc1e', operation='INSERT', pgid='pgtrigger_insert_insert_70dfd', table='directory_organisationalias', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."text" IS DISTINCT FROM (NEW."text"))', func='INSERT INTO "history_directoryorganisationaliasevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (NEW."id", NEW."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text"); RETURN NULL;', hash='ee2616969358a4e6615ca07c5f7cffb98d6490b0', operation='UPDATE', pgid='pgtrigger_update_update_15363', table='directory_organisationalias', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryorganisationaliasevent" ("id", "organisation_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text") VALUES (OLD."id", OLD."organisation_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text"); RETURN NULL;', hash='14ce0e63b2895c717028cc76f31f8e20e361352e', operation='DELETE', pgid='pgtrigger_delete_delete_b0e02', table='directory_organisationalias', when='AFTER')),
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
                        'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryorganisationmembershipevent" ("id", "member_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."member_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='714ba426018ce945ab011daa2553ed7b78393f35', operation='INSERT', pgid='pgtrigger_insert_insert_58d49', table='directory_organisationmembership', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "history_directoryorganisationmembershipevent" ("id", "member_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."member_id", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='c051c5282e8b6a3181eb5714ea87834c1708bbfc', operation='UPDATE', pgid='pgtrigger_update_update_43a55', table='directory_organisationmembership', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryorganisationmembershipevent" ("id", "member_id", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."id", OLD."member_id", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='1c23504ec653f97dc41145a914269312806a780a', operation='DELETE', pgid='pgtrigger_delete_delete_f6364', table='directory_organisationmembership', when='AFTER')),
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
                        'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directorypersonevent" ("email", "family_name", "given_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "preferred_language", "show_role") VALUES (NEW."email", NEW."family_name", NEW."given_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."preferred_language", NEW."show_role"); RETURN NULL;', hash='f3b13148192ef2539fb5a76ad3f58000623707aa', operation='INSERT', pgid='pgtrigger_insert_insert_f1db5', table='directory_person', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."family_name" IS DISTINCT FROM (NEW."family_name") OR OLD."given_name" IS DISTINCT FROM (NEW."given_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."preferred_language" IS DISTINCT FROM (NEW."preferred_language") OR OLD."show_role" IS DISTINCT FROM (NEW."show_role"))', func='INSERT INTO "history_directorypersonevent" ("email", "family_name", "given_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "preferred_language", "show_role") VALUES (NEW."email", NEW."family_name", NEW."given_name", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."preferred_language", NEW."show_role"); RETURN NULL;', hash='ec408f94367088ddd4093d0342123035edf71397', operation='UPDATE', pgid='pgtrigger_update_update_45f75', table='directory_person', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directorypersonevent" ("email", "family_name", "given_name", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "preferred_language", "show_role") VALUES (OLD."email", OLD."family_name", OLD."given_name", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."preferred_language", OLD."show_role"); RETURN NULL;', hash='841d0c0534f3f39a968dc2adeecbf6fd3d373184', operation='DELETE', pgid='pgtrigger_delete_delete_395d8', table='directory_person', when='AFTER')),
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
                        'triggers': [
                    pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryaffiliationevent" ("from_lists", "function_fr", "function_nl", "id", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."from_lists", NEW."function_fr", NEW."function_nl", NEW."id", NEW."organisation_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='9e4417f59d594e0d0bdeada2319dee1be560477f', operation='INSERT', pgid='pgtrigger_insert_insert_311db', table='directory_affiliation', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "history_directoryaffiliationevent" ("from_lists", "function_fr", "function_nl", "id", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."from_lists", NEW."function_fr", NEW."function_nl", NEW."id", NEW."organisation_id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;', hash='43e8491374436d58dc13cd54bc8693267563dc95', operation='UPDATE', pgid='pgtrigger_update_update_9c534', table='directory_affiliation', when='AFTER')),
                    pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "history_directoryaffiliationevent" ("from_lists", "function_fr", "function_nl", "id", "organisation_id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."from_lists", OLD."function_fr", OLD."function_nl", OLD."id", OLD."organisation_id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;', hash='7e6c330b5780917137d23032a7343cdb6b81700b', operation='DELETE', pgid='pgtrigger_delete_delete_562ec', table='directory_affiliation', when='AFTER')),
                ],
                    },
                ),
            ],
        ),
    ]
