"""Lets the database itself refuse changes to issued invoices; see torhaus/invoices/frozen.py."""

from django.db import migrations

from torhaus.invoices import frozen


def install(apps, schema_editor):
    invoice = apps.get_model("invoices", "Invoice")
    frozen.install(schema_editor, columns=[field.column for field in invoice._meta.concrete_fields])


def remove(apps, schema_editor):
    frozen.remove(schema_editor)


class Migration(migrations.Migration):

    dependencies = [("invoices", "0001_initial")]

    operations = [migrations.RunPython(install, remove)]
