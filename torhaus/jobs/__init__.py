"""Jobs (Aufträge), their visits (Einsätze) with performers, and rescheduling."""
