"""Letters (文书): kinds, templates that offices edit in Word, numbering, issue, service, archive."""
