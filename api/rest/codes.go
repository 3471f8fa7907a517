package rest

import (
	"net/http"
	"slices"
)

// code is one kind of problem: a stable word, the status it is answered with, and what its page says.
type code struct {
	Name   string
	Status int
	Title  string
	Why    string // what it means
	Remedy string // what to do
}

// codes is every problem there is. Each has a page at /docs/problems/<name>.
func codes() []code {
	return []code{
		{"invalid_query", http.StatusBadRequest, "The query cannot be understood",
			"One or more parameters are unknown, wrongly written, or do not fit together. All of them are listed in errors, each with the parameter, the piece at fault and, where there is one, a better spelling.",
			"Correct the parameters named in errors. The filters are described in the API reference; values of closed lists stand in /v1/vocabularies."},
		{"invalid_cursor", http.StatusBadRequest, "The cursor does not belong to this query",
			"A cursor belongs to the filter, order and snapshot it was given out with. This one is damaged, or something else in the address was changed beside it.",
			"Follow links.next as it stands, or leave cursor out to begin with the first page."},
		{"snapshot_ahead", http.StatusBadRequest, "The snapshot lies in the future",
			"The database has not reached the change number that snapshot asks for.",
			"Ask for a number up to the one that meta.snapshot shows without snapshot=, or leave it out."},
		{"too_many_for_relevance", http.StatusBadRequest, "Too many matches to sort by relevance",
			"Sorting by relevance looks at every match, and there are more than 10,000.",
			"Narrow the query, with from and to for instance, or sort by date."},
		{"too_many_for_format", http.StatusBadRequest, "Too many events for this format",
			"Calendars, feeds, maps and time axes give every event that matches, up to 5,000, and are never cut in silence. More match.",
			"Narrow the query, with from and to for instance; take a part of it with limit; or take .ndjson or .csv, which give everything."},
		{"invalid_body", http.StatusBadRequest, "The body cannot be read",
			"The body is not one JSON object: it is empty, broken off, not JSON, or something follows it.",
			"Send one JSON object and nothing after it, as UTF-8."},
		{"key_required", http.StatusUnauthorized, "A key is needed",
			"This route is for those who have a key with the role that it asks for.",
			"Send the header Authorization: Bearer bck_… with a key from an admin of this server."},
		{"invalid_key", http.StatusUnauthorized, "The key is not valid",
			"The Authorization header shows a key that is unknown, revoked, expired or not written as one. Which it is, is not told. Such a request is refused even where no key is needed.",
			"Check the key, ask an admin for a new one, or leave the header out to read without a key."},
		{"role_too_low", http.StatusForbidden, "The key's role does not allow this",
			"Readers read, editors enter and correct, admins erase and make keys.",
			"Use a key of the role that the problem names."},
		{"not_found", http.StatusNotFound, "Nothing is here",
			"There is no such address, or no record with this id at the point in time that as_of and snapshot ask for.",
			"Look at / for the addresses there are, or search by any name with q=, as in /v1/actors?q=Witkoff."},
		{"unknown_format", http.StatusNotFound, "There is no such format",
			"The ending of the path, or format=, names a format that is not offered here.",
			"Use one of the formats that the problem lists."},
		{"method_not_allowed", http.StatusMethodNotAllowed, "This method is not allowed here",
			"The address exists, and does not take this method. The Allow header lists those it takes.",
			"Read with GET or HEAD; lists take POST, records PUT, PATCH and DELETE."},
		{"not_acceptable", http.StatusNotAcceptable, "No acceptable format",
			"The Accept header leaves out every format that is offered here.",
			"Add one of the formats listed, or name one with an ending such as .csv or with format=, which beat Accept."},
		{"foreign_epoch", http.StatusConflict, "The address was made by another database",
			"A permalink names the history it was taken from by its epoch. This database has another one: it was restored from a backup, or is another installation, and its change numbers mean other things.",
			"Take epoch and snapshot out of the address to get the answer of today."},
		{"id_taken", http.StatusConflict, "Another record has this id",
			"An id names one record of its type for ever, also after a retraction. The record that has it is in existing.",
			"Correct that record, or give the new one an id of its own."},
		{"in_use", http.StatusConflict, "Other records refer to it",
			"A record cannot be retracted while others refer to it; users lists them.",
			"Take it out of those records first, or retract them."},
		{"gone", http.StatusGone, "The record was retracted",
			"The record was there and was withdrawn; the problem tells when, by which change and why.",
			"An earlier snapshot still shows it, and its revisions stay readable. PUT restores it with If-Match and the ETag of this answer."},
		{"stale_revision", http.StatusPreconditionFailed, "The record has changed",
			"If-Match, or revision, names another revision than the one that stands; or If-None-Match: * was sent and the record is there. Nothing was written. The record as it stands is in current, its tag in ETag.",
			"Look at current, make the change on top of it, and send it with the new ETag."},
		{"body_too_large", http.StatusRequestEntityTooLarge, "The body is too large",
			"A request may carry at most 1 MiB.",
			"Send less: quotes and excerpts are meant to be short passages. Reads need no body."},
		{"unsupported_media_type", http.StatusUnsupportedMediaType, "The body's type is not taken here",
			"Bodies are JSON, not compressed: application/json, and for PATCH application/merge-patch+json too.",
			"Send the header Content-Type: application/json. curl sends another one unless it is told."},
		{"invalid_record", http.StatusUnprocessableEntity, "The body is no valid record",
			"The body is JSON and cannot be stored. Every fault is in errors, each with a pointer into the body, and where there is one a better spelling.",
			"Correct what errors names. The closed lists are at /v1/vocabularies."},
		{"revision_required", http.StatusPreconditionRequired, "Say which revision you saw",
			"What is there already changes only for one who names the revision they saw, so that nobody overwrites what they have not read.",
			"Send If-Match with the ETag of the GET, or revision in the body or the address."},
		{"query_too_long", http.StatusRequestURITooLong, "The address is too long",
			"Path and query string may have at most 4,096 bytes each.",
			"Ask in several requests."},
		{"rate_limited", http.StatusTooManyRequests, "Too many requests",
			"Requests from one address are limited. Retry-After tells how many seconds to wait; RateLimit and RateLimit-Policy tell what is left. Answers that have not changed since (304) cost nothing.",
			"Wait as told, send If-None-Match with the ETag you have, and fetch whole lists as .ndjson or .csv instead of page by page."},
		{"headers_too_large", http.StatusRequestHeaderFieldsTooLarge, "The headers are too large",
			"The headers of a request may have at most 16 KiB.",
			"Send fewer cookies and shorter headers."},
		{"internal", http.StatusInternalServerError, "Something went wrong here",
			"The fault is on this side, and is in the log under the request_id.",
			"Try again; if it stays, tell the operator the request_id."},
		{"too_costly", http.StatusServiceUnavailable, "The answer took too long",
			"A request may take five seconds before its answer begins. This one was stopped.",
			"Narrow the query, with from and to for instance, or ask for a smaller limit."},
		{"not_ready", http.StatusServiceUnavailable, "Not ready",
			"The server is starting, or about to stop.",
			"Try again in a moment."},
		{"storage_full", http.StatusInsufficientStorage, "No room left",
			"The disk of the server is full. Reads go on; what needs room does not.",
			"Tell the operator."},
		{"too_many_streams", http.StatusServiceUnavailable, "Too many streams are open",
			"The server holds a bounded number of streams, in total and from one address.",
			"Close streams that are not looked at any more: one serves a whole page. Or read /v1/changes now and then."},
		{"stopping", http.StatusServiceUnavailable, "The server is about to stop",
			"It takes no new streams.",
			"Connect again in a moment, with the last id."},
	}
}

// codeOf finds a code by its name; an unknown name is a fault of this program and reads as internal.
func codeOf(name string) code {
	all := codes()
	i := slices.IndexFunc(all, func(c code) bool { return c.Name == name })
	if i < 0 {
		return codeOf("internal")
	}
	return all[i]
}
