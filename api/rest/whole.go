package rest

import (
	"context"
	"fmt"
	"net/url"
	"strconv"

	"backchannel/internal/record"
)

// whole refuses a list with more events than its format holds: a file of them is never cut in silence. What is asked
// for with a limit is cut on purpose, and one page of 1,000 at most.
func (q *query) whole(ctx context.Context) error {
	most := q.format.Cap
	if most == 0 || q.limit > 0 {
		return nil
	}
	n, exact, err := q.view.Count(ctx, q.when, false)
	if err != nil || n <= int64(most) {
		return err
	}
	count := grouped(n)
	if !exact {
		count = "more than " + grouped(n)
	}
	detail := fmt.Sprintf("%s holds at most %s events, and %s match.", q.format.Name, grouped(int64(most)), count)
	return problem("too_many_for_format", detail).with(record.Fault{Parameter: "format", Code: "too_many_for_format",
		Given: q.format.Name, Detail: detail, Hint: codeOf("too_many_for_format").Remedy})
}

// grouped writes a number with a comma before each three digits.
func grouped(n int64) string {
	text := strconv.FormatInt(n, 10)
	for i := len(text) - 3; i > 0; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return text
}

// permalinks gives the address of each event of an answer that gives the same for ever: as it was known at the moment
// asked for, and as the database was when it was read.
func (q *query) permalinks(public string) func(event string) string {
	pinned := ""
	if q.asOf() != nil {
		pinned = "as_of=" + escape(*q.asOf()) + "&"
	}
	if q.language != "" {
		pinned += "labels=" + escape(q.language) + "&"
	}
	pinned += "snapshot=" + strconv.FormatInt(q.view.Seq(), 10) + "&epoch=" + escape(q.view.Epoch())
	return func(event string) string { return public + "/v1/events/" + url.PathEscape(event) + "?" + pinned }
}
