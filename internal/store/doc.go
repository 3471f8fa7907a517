// Package store keeps records and their whole history in SQLite, and answers from any point of it.
// It is the only package that imports GORM or a driver, or that writes SQL.
//
// # How it is laid out
//
// Every change of a record takes the next number of one counter, seq, and writes one line of the
// change log with the record as entered. An event's change also writes a version: a row of slim
// columns (event_version), the finished JSON that is served (event_document), link rows by which it
// is found, and its words. A version carries rec, the seq that made it, and sup, the seq that
// superseded it or Open. Nothing else is ever rewritten, so a snapshot S is rec ≤ S < sup.
//
// skey orders versions by occurrence: minutes since year 0 of the start, 33 bits, then the seq, 30
// bits. It is primary key, sort key, cursor and text row at once.
//
// Names, trees, merges, source grades and links between events are small; they are held in memory
// in versions and added when an answer is put together, so that a rename touches no event.
//
// # Where to start reading
//
// Store.Write is the only write transaction. View is a point of history; View.Events, View.Event and
// View.Records read from it. query.go turns a filter into SQL, assemble.go turns stored bytes into an
// answer. What differs between engines is in sqlite.go.
//
// It knows nothing of HTTP, and of filters only what package filter has parsed.
package store
