// Package oracle answers filters the slow and obvious way, for tests to compare the real answers with. It reads the
// change log as data, replays it into maps, and asks every event every question in plain loops.
//
// It is written from the documents, not from the code: it imports nothing of ours and shares no line with filter,
// compare, edtf or store. Only tests import it. Where it and the program differ, one of them has misread the documents.
//
// Start at History.Ask. record.go holds what it reads of records, replay.go the log, date.go fuzzy dates, names.go who
// is meant by a name, query.go the language, ask.go what holds of an event, seen.go what was known of it, links.go what
// answers it, standing.go where a leak stands by what effect.go and voice.go make of the answers, account.go what is
// told differently.
package oracle
