"""The office's page „Was sieht der Kunde?“ of every record."""
