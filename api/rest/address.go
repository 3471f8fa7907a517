package rest

import (
	"fmt"
	"hash/crc32"
	"net/url"
	"strconv"
	"strings"

	"backchannel/internal/format"
)

// address writes an address of the query: canonical filter, then everything that is not the default. With pinned it
// names the commit and the epoch, and gives the same for ever.
type address struct {
	format string // json has no ending
	cursor string
	limit  int  // 0: the format's own
	pinned bool // snapshot
	epoch  bool
	labels bool // name the language that a header chose
}

func (q *query) address(a address) string {
	var b strings.Builder
	b.WriteString(q.path)
	if f, ok := format.ByName(a.format); ok && a.format != "json" {
		b.WriteString(f.Suffix)
	}
	separator := byte('?')
	add := func(name, value string) {
		b.WriteByte(separator)
		b.WriteString(name + "=" + escape(value))
		separator = '&'
	}
	if canonical := q.when.Canonical(); canonical != "" {
		b.WriteByte(separator)
		b.WriteString(canonical)
		separator = '&'
	}
	for _, p := range q.shape {
		add(p.name, p.value)
	}
	if a.labels && q.byLanguage && q.language != "" {
		add("labels", q.language)
	}
	if a.limit > 0 {
		add("limit", strconv.Itoa(a.limit))
	}
	if a.pinned && !q.feed {
		add("snapshot", strconv.FormatInt(q.view.Seq(), 10))
	}
	if a.epoch || q.feed && a.cursor != "" {
		add("epoch", q.view.Epoch())
	}
	switch {
	case a.cursor != "" && q.feed:
		add("since", a.cursor)
	case a.cursor != "":
		add("cursor", a.cursor)
	}
	return b.String()
}

// settle writes down the addresses that an answer holds more than once: the canonical form of the one asked, the one
// that gives the same records and values for ever, and the key that the answer is kept under. Two requests with one
// key have one answer.
func (q *query) settle() {
	q.self = q.address(address{format: q.format.Name, cursor: q.cursor, limit: q.givenLimit(), pinned: !q.now})
	q.permalink = q.address(address{format: q.format.Name, cursor: q.cursor, limit: q.limit, pinned: true, epoch: true, labels: true})
	q.day = q.dayOf(q.read)
	q.key = fmt.Sprintf("%s %s %t %t %d %d %s %s", q.format.Name, q.language, q.byAccept, q.byLanguage, q.erasures, q.view.Seq(), q.day, q.self)
}

// page is a neighbouring page, read at the same commit.
func (q *query) page(cursor string) string {
	return q.address(address{format: q.format.Name, cursor: cursor, limit: q.givenLimit(), pinned: true})
}

// in is everything that matches, or the one record, in another format.
func (q *query) in(f format.Format) string {
	limit := 0
	if f.Paged {
		limit = q.givenLimit()
	}
	return q.address(address{format: f.Name, limit: limit, pinned: !q.now})
}

// givenLimit is the limit where it is not the format's own.
func (q *query) givenLimit() int {
	if q.format.Paged && q.limit == defaultLimit {
		return 0
	}
	return q.limit
}

// escape writes a value so that a query string holds it, and people can read it.
func escape(value string) string {
	value = url.QueryEscape(value)
	for _, plain := range []string{",", ":", "/"} {
		value = strings.ReplaceAll(value, url.QueryEscape(plain), plain)
	}
	return value
}

// tag is the ETag: "epoch.build.revision.seq.format". The last part ends in a sum over the query and the language, so
// that the tag of one answer never stands for another. revision is 0 for what is no single record.
func (s *Server) tag(q *query, revision int) string {
	sum := crc32.ChecksumIEEE([]byte(q.key))
	return `"` + strings.Join([]string{q.view.Epoch(), s.Build, strconv.Itoa(revision), strconv.FormatInt(q.view.Seq(), 10),
		q.format.Name + "-" + strconv.FormatUint(uint64(sum), 36)}, ".") + `"`
}

// stream follows the filter from the answer on.
func (q *query) stream() string {
	asked := q.when.Canonical()
	if asked != "" {
		asked += "&"
	}
	return "/v1/stream?" + asked + "since=" + q.view.Epoch() + ":" + strconv.FormatInt(q.view.Seq(), 10)
}
