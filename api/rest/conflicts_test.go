package rest

import (
	"slices"
	"testing"
)

// The sets of conflicting reports of the facts, §10, each where it stands as accounts: an event and the particular that its
// tellers tell differently. C8's lengths ("more than three", "more than three and a half", "about four" hours) overlap, so that
// they do not differ: that meeting is found by C6. C23, that kremlin.ru has nothing on the first two meetings, stands beside what
// others tell of the first.
func TestEverySetOfConflictingReportsIsFound(t *testing.T) {
	s := seededServer(t)
	any := found(t, s, "/v1/events?contested=any&limit=100")
	for set, where := range map[string][2]string{
		"C1 length of the fourth meeting":       {"2025-04-25-putin-witkoff-moscow", "duration"},
		"C2 its time of day":                    {"2025-04-25-putin-witkoff-moscow", "end_at"},
		"C3 length of the third":                {"2025-04-11-putin-witkoff-st-petersburg", "duration"},
		"C4 length of the first":                {"2025-02-11-putin-witkoff-moscow", "duration"},
		"C5 ordinal of the fourth":              {"2025-04-25-putin-witkoff-moscow", "ordinal"},
		"C6 place and day of the seventh":       {"2026-01-22-putin-witkoff-moscow", "place"},
		"C6 day of the seventh":                 {"2026-01-22-putin-witkoff-moscow", "date"},
		"C7 start of the sixth":                 {"2025-12-02-putin-witkoff-moscow", "start_at"},
		"C8 length of the seventh":              {"2026-01-22-putin-witkoff-moscow", "any"},
		"C9 where the minerals deal was signed": {"2025-04-30-us-ukraine-minerals", "place"},
		"C10 day of the Istanbul proposal":      {"2025-05-11-putin-offers-talks", "outcome"},
		"C11 end of the Easter truce":           {"2025-04-19-easter-truce", "duration"},
		"C12 before or after the funeral":       {"2025-04-26-trump-zelensky-vatican", "ordinal"},
		"C13 day of the Paris talks":            {"2025-04-17-paris-talks", "date"},
		"C14 who wrote the 28 points":           {"2025-11-21-axios-leak", "authorship"},
		"C15 day of Lavrov's interview":         {"2025-04-24-lavrov-face-the-nation", "date"},
		"C16 length of the Riyadh talks":        {"2025-02-18-us-russia-riyadh", "duration"},
		"C17 length of the call of 18 March":    {"2025-03-18-trump-putin-call", "duration"},
		"C18 preconditions on the Black Sea":    {"2025-03-24-us-russia-riyadh", "outcome"},
		"C19 point 8 of the 24":                 {"2025-11-23-telegraph-leak", "topics"},
		"C20 points after Geneva":               {"2025-11-23-geneva-talks", "count"},
		"C21 Donetsk and Luhansk":               {"2025-04-25-reuters-leak", "outcome"},
		"C22 what the energy moratorium covers": {"2025-03-18-trump-putin-call", "outcome"},
		"C23 the Kremlin on the first meeting":  {"2025-02-11-putin-witkoff-moscow", "any"},
		"C24 600,000 or 800,000 in one page":    {"2025-11-23-reuters-leak", "count"},
	} {
		if !slices.Contains(any, where[0]) || !slices.Contains(found(t, s, "/v1/events?limit=100&contested="+where[1]), where[0]) {
			t.Errorf("%s: %s is not found by contested=%s", set, where[0], where[1])
		}
	}
}
