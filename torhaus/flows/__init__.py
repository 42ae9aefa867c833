"""Stories that cross domains, one file each."""
