package rest

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// Reasoned is what every write takes.
type Reasoned struct {
	// Why, for the history: one line, which everyone can read.
	Reason string `query:"reason" form:"reason" example:"the readout gives another time"`
	// 1 checks everything and shows what would come of it, and writes nothing.
	DryRun string `query:"dry_run" form:"dry_run" enums:"0,1,false,true" default:"0"`
}

// Entering is what entering a record takes.
type Entering struct {
	// true marks the change in the history as the correction of an error.
	Corrected string `query:"corrected" form:"corrected" enums:"0,1,false,true" default:"false"`
	Reasoned
}

// Changing is what changing a record takes.
type Changing struct {
	// The revision that the writer saw, where neither If-Match nor the body says it.
	Revision int `query:"revision" form:"revision" minimum:"1" example:"1"`
	Entering
}

// Retracting is what retracting a record takes.
type Retracting struct {
	// The revision that the writer saw, where If-Match does not say it.
	Revision int `query:"revision" form:"revision" minimum:"1" example:"1"`
	// 1 erases the record from every revision and snapshot. It needs an admin and a reason.
	Erase string `query:"erase" form:"erase" enums:"0,1,false,true" default:"0"`
	Reasoned
}

// wish is what a request wants written, as far as address and headers tell.
type wish struct {
	t                     record.Type
	id                    string // that of the path; empty for POST
	by                    string
	reason                string
	corrected, dry, erase bool

	conditions []condition
	onlyNew    bool // If-None-Match: *
}

// condition is one way in which a writer says what they saw: any of these revisions.
type condition struct {
	any       bool
	revisions []int
}

// maxReason is how many characters a reason may have.
const maxReason = 500

// bindWish reads the address and the headers of a write. takes is the struct of its parameters.
func (s *Server) bindWish(x *exchange, t record.Type, takes any) (*wish, error) {
	if x.suffix != "" && x.suffix != "json" {
		return nil, problem("unknown_format", "Writes are answered in JSON.")
	}
	x.format = "json"
	values, err := url.ParseQuery(x.request.URL.RawQuery)
	if err != nil {
		return nil, unreadable(err)
	}
	r := &writeReader{parameterReader{values: values}}
	names := parameterNames(takes)
	r.known(names)
	w := &wish{t: t, id: x.param("id"), by: x.key.Name, reason: r.text("reason")}
	if n := len([]rune(w.reason)); n > maxReason {
		r.fault("reason", "too_long", w.reason, "The reason has "+decimal(n)+" characters; at most "+decimal(maxReason)+" are kept.", "Shorten it.")
	}
	w.corrected, w.dry, w.erase = r.truth("corrected"), r.truth("dry_run"), r.truth("erase")
	if n := r.number("revision", 1, 1<<31-1); n > 0 {
		w.conditions = append(w.conditions, condition{revisions: []int{n}})
	}
	if w.erase = w.erase && slices.Contains(names, "erase"); w.erase && w.reason == "" {
		r.fault("reason", "required", "", "An erasure needs a reason.", "Add reason=, which stays in the history.")
	}
	if given, ok := x.request.Header["If-Match"]; ok {
		w.conditions = append(w.conditions, r.match(joined(given), s.Store.Epoch()))
	}
	if given, ok := x.request.Header["If-None-Match"]; ok {
		if w.onlyNew = strings.TrimSpace(joined(given)) == "*"; !w.onlyNew {
			r.fault("If-None-Match", "unknown_value", joined(given), "A write takes no If-None-Match but *.", "Send If-Match with the ETag you saw.")
		}
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return w, nil
}

// writeReader reads what only writes have.
type writeReader struct{ parameterReader }

// truth reads a parameter that is on or off.
func (r *writeReader) truth(name string) bool {
	v := r.choice(name, []string{"0", "1", "false", "true"})
	return v == "1" || v == "true"
}

// match reads If-Match: tags of answers, of which the revision counts, bare numbers of revisions, or *. The tag of
// another database names no revision of this one.
func (r *writeReader) match(header, epoch string) condition {
	var c condition
	for member := range strings.SplitSeq(header, ",") {
		tag := strings.TrimPrefix(strings.TrimSpace(member), "W/")
		if tag == "*" {
			c.any = true
			continue
		}
		tag = strings.Trim(tag, `"`)
		if n, err := strconv.Atoi(tag); err == nil && n > 0 {
			c.revisions = append(c.revisions, n)
			continue
		}
		parts := strings.Split(tag, ".") // epoch.build.revision.seq.format, and a build may have points of its own
		if len(parts) < 5 {
			r.fault("If-Match", "invalid_tag", member, "This is no ETag of an answer, nor the number of a revision.", `Send the ETag of the GET as it stands, or a revision such as "3".`)
			continue
		}
		if n, err := strconv.Atoi(parts[len(parts)-3]); err == nil && n > 0 && parts[0] == epoch {
			c.revisions = append(c.revisions, n)
		}
	}
	return c
}

// saw adds the revision that a body names.
func (w *wish) saw(revision *int) {
	if revision != nil {
		w.conditions = append(w.conditions, condition{revisions: []int{*revision}})
	}
}

// holds tells whether everything that the writer says they saw is this revision.
func (w *wish) holds(revision int) bool {
	return !slices.ContainsFunc(w.conditions, func(c condition) bool { return !c.any && !slices.Contains(c.revisions, revision) })
}

// batch is the change with what the wish says of it.
func (w *wish) batch(c store.Change) store.Batch {
	c.Reason, c.Corrected = w.reason, w.corrected
	return store.Batch{Changes: []store.Change{c}, By: w.by, DryRun: w.dry}
}
