package store

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// BothWays prunes every event known by a moment from its stored bytes and by decoding it, and says of how many the bytes were
// enough. What the two give must be the same.
func (v *View) BothWays(t testing.TB, asOf time.Time) (all, quick int) {
	t.Helper()
	err := v.store.query(context.Background(), `SELECT v.skey, d.doc, d.refs FROM event_version v CROSS JOIN event_document d ON d.skey = v.skey
		WHERE v.rec <= ? AND v.sup > ? AND v.known_at <= ?`, []any{v.seq, v.seq, micros(asOf)}, func(row tuple) error {
		doc := slices.Clone(row.bytes(1))
		id, err := idOf(doc)
		if err != nil {
			return err
		}
		asm := assembler{view: v, asOf: asOf, room: &room{}, engine: row.engine}
		links, err := asm.linkedFrom(id)
		if err != nil {
			return err
		}
		asm.refs.decodeInto(row.bytes(2))
		named := EventRow{ID: id, Actors: asm.refs.actors, Sources: asm.refs.sources, Topics: asm.refs.topics}
		short, whole := named, named
		if err := asm.pruned(&short, doc, row.int(0), links); err != nil {
			return err
		}
		if err := asm.prunedWhole(&whole, slices.Clone(doc), links); err != nil {
			return err
		}
		all++
		if short.answer == nil {
			quick++
		}
		if diff := cmp.Diff(tell(whole), tell(short)); diff != "" {
			return fmt.Errorf("%s as of %s (-decoded +from bytes)\n%s", id, asOf, diff)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all, quick
}

// tell is a row as its readers see it: what it names is a set.
func tell(r EventRow) [5]string {
	sorted := func(list []int32) string { return fmt.Sprint(slices.Sorted(slices.Values(list))) }
	return [5]string{string(r.JSON), fmt.Sprintf("%x", r.Digest), sorted(r.Actors), sorted(r.Sources), sorted(r.Topics)}
}

func TestMembersAndElementsAreReadFromStoredBytes(t *testing.T) {
	object := `{"a":"x\"}],","b":[1,{"c":"]"},[]],"d":{"e":[",",{}]},"f":null,"g":-1.5e3,"h":"\\","i":true`
	want := []string{`a="x\"}],"`, `b=[1,{"c":"]"},[]]`, `d={"e":[",",{}]}`, "f=null", "g=-1.5e3", `h="\\"`, "i=true"}
	for _, end := range []string{"", "}"} {
		var got []string
		for name, value := range members([]byte(object + end)) {
			got = append(got, string(name)+"="+string(value))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("members of %s%s (-want +got)\n%s", object, end, diff)
		}
	}
	var got []string
	for element := range elements(member([]byte(object), "b")) {
		got = append(got, string(element))
	}
	if diff := cmp.Diff([]string{"1", `{"c":"]"}`, "[]"}, got); diff != "" {
		t.Error(diff)
	}
	for _, empty := range []string{"[]", "[", ""} {
		for range elements([]byte(empty)) {
			t.Errorf("%q has an element", empty)
		}
	}
	for _, empty := range []string{"{}", "{", ""} {
		for range members([]byte(empty)) {
			t.Errorf("%q has a member", empty)
		}
	}
	if got := unquoted([]byte(`"a\u0062"`)); got != nil {
		t.Errorf("a string with an escape was read as %q", got)
	}
}
