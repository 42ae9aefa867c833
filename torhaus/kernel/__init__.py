"""Ground floor: money, errors, one-time keys, throttles, search, queue, mail transport, PDF, QR. Knows no domain word."""
