package main

import (
	"net/http"
	"strconv"
	"strings"
)

const (
	versionPrefix = "/v1"
	schemeName    = "bearer"
)

// sharedHeaders are the headers that responses have without a handler naming them.
func sharedHeaders() *object {
	text := func(description, example string) *object {
		return obj("description", description, "schema", obj("type", "string"), "example", example)
	}
	return obj(
		"Content-Disposition", text("The name of the file, for those who save it.", `inline; filename="backchannel-events.json"`),
		"ETag", text("Names this state of this answer. If-None-Match compares all of it, If-Match its revision.",
			`"9f3ac1.1.4.812.json"`),
		"Link", text("RFC 8288: the permalink as rel=bookmark, the pages around this one, the other formats.",
			`</v1/events?actor=steve-witkoff&snapshot=812>; rel="bookmark"`),
		"Location", text("The address of the record.", "/v1/events/2025-04-25-putin-witkoff-moscow"),
		"RateLimit", text("What is left of the quota, and in how many seconds it is full again.", `"address";r=199;t=1`),
		"RateLimit-Policy", text("The quotas that hold for this request.", `"address";q=200;w=4`),
		"Retry-After", obj("description", "Seconds to wait before asking again.",
			"schema", obj("type", "integer", "minimum", 0), "example", 1),
		"Server-Timing", text("How long it took until the answer began, in milliseconds.", "app;dur=1.204"),
		"X-Request-Id", text("Names this request in the server's log.", "7f3a9c21d0b84e55"),
	)
}

// usualHeaders lists the shared headers of a response without an error.
func usualHeaders(method, path string, code int) []string {
	names := []string{}
	if tagged(path) {
		names = append(names, "ETag")
	}
	if strings.HasPrefix(path, versionPrefix) && tagged(path) {
		names = append(names, "Content-Disposition", "Link")
		if code == http.StatusCreated {
			names = append(names, "Location")
		}
	}
	return append(names, "RateLimit", "RateLimit-Policy", "Server-Timing", "X-Request-Id")
}

// responseWords says what the shared responses mean.
var responseWords = map[string]string{
	"304": "Nothing has changed since the answer that If-None-Match names. It costs no quota.",
	"400": "Something in the address is not understood: which parameter, the piece, and the nearest right one.",
	"401": "The key is missing, unknown or expired.",
	"403": "The key's role does not allow this.",
	"404": "There is no such record, or it was not known at the asked time.",
	"406": "None of the media types in Accept can be served.",
	"409": "The address was made by another database, or the record clashes with what is stored.",
	"410": "The record was retracted.",
	"412": "The record has changed since the revision in If-Match; the current state is told.",
	"413": "The body is too large.",
	"415": "The body's media type is not taken here.",
	"422": "The body is not a valid record: every fault, each with its pointer.",
	"428": "If-Match, or revision in the body, is needed to change what is there.",
	"429": "Too many requests.",
	"500": "A fault of the server's own.",
	"503": "The server is not ready.",
	"507": "There is no room left on the disk. Nothing was written.",
}

// sharedResponse refers to the response of a status, whose name is that of the status.
func sharedResponse(status string) *object { return ref("responses", responseName(status)) }

func responseName(status string) string {
	code, err := strconv.Atoi(status)
	if err != nil {
		return "Problem"
	}
	return strings.ReplaceAll(http.StatusText(code), " ", "")
}

// sharedResponses defines every response that sharedResponse may refer to; those not used are dropped later.
func sharedResponses() *object {
	out := obj("Problem", problemResponse("Any other fault."))
	for code := 300; code < 600; code++ {
		status := strconv.Itoa(code)
		words, ok := responseWords[status]
		switch {
		case !ok:
			continue
		case code < 400:
			out.set(responseName(status), obj("description", words, "headers", obj("ETag", ref("headers", "ETag"))))
			continue
		}
		response := problemResponse(words)
		if code == http.StatusTooManyRequests {
			headers := obj()
			for _, name := range []string{"RateLimit", "RateLimit-Policy", "Retry-After"} {
				headers.set(name, ref("headers", name))
			}
			response.set("headers", headers)
			response.sort("description", "headers", "content")
		}
		out.set(responseName(status), response)
	}
	return out
}

func problemResponse(description string) *object {
	return obj("description", description, "content", obj(mediaProblem, obj("schema", ref("schemas", "Problem"))))
}

// sharedSchemas are the schemas that no Go struct gives.
func sharedSchemas() *object {
	return obj(
		"Edtf", obj(
			"type", "string",
			"title", "EDTF date",
			"description", "A date as exact as it is known, in EDTF (ISO 8601-2): levels 0 and 1 without letter-prefixed and "+
				"negative years, and one-of sets of level 2. Where a moment is meant it may also be an instant with its offset.",
			"minLength", 1,
			"examples", []any{"2025-04-25", "2025-02", "2025-04-23?", "2025-04~", "2025-04-17/2025-04-25",
				"[2025-04-23,2025-04-24]", "2025-04-25T14:30+03:00"},
		),
		"ID", obj(
			"type", "string",
			"title", "Id",
			"description", "A readable id, unique within its type of record.",
			"pattern", "^[a-z0-9][a-z0-9-]{0,126}[a-z0-9]$",
			"examples", []any{"2025-04-25-putin-witkoff-moscow", "steve-witkoff"},
		),
	)
}

// securitySchemes is the one way to show a key.
func securitySchemes() *object {
	return obj(schemeName, obj(
		"type", "http",
		"scheme", "bearer",
		"description", "An API key, `bck_…`, with the role reader, editor or admin. Reads need none unless the operator asks for one.",
	))
}
