"""One append-only row per action: history, audit and outbox. Plain ids, no foreign keys."""
