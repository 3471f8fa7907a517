package record

import (
	"fmt"
	"reflect"
	"strconv"
	"unicode"

	"backchannel/internal/edtf"
)

func (b *binder) scalar(dst reflect.Value, n *node, at string) {
	switch dst.Kind() {
	case reflect.String:
		if b.expect(nodeString, n, at) {
			b.clean(n.text, at)
			dst.SetString(n.text)
		}
	case reflect.Bool:
		if b.expect(nodeBool, n, at) {
			dst.SetBool(n.truth)
		}
	case reflect.Float64:
		if b.expect(nodeNumber, n, at) {
			dst.SetFloat(b.number(n, at))
		}
	default:
		panic("record: a field of kind " + dst.Kind().String() + " cannot be read from JSON")
	}
}

// bindDate parses a date or moment; the fault carries the parser's reason and spelling.
func bindDate[T any](b *binder, text, at string, parse func(string) (T, error)) T {
	value, err := parse(text)
	if err != nil {
		b.faults = append(b.faults, dateFault(at, text, err))
	}
	return value
}

func dateFault(at, text string, err error) Fault {
	fault := Fault{Pointer: at, Code: "invalid_date", Given: shorten(text)}
	if parse, ok := err.(*edtf.ParseError); ok {
		fault.Detail = fmt.Sprintf("%s is not a date: %s.", quoted(text), parse.Reason)
		if parse.Hint != "" {
			fault.Hint = sentence(parse.Hint)
		}
		return fault
	}
	fault.Detail = sentence(err.Error())
	return fault
}

// plain gives the Go value that encoding/json makes of a node: string, float64, bool, []any, map.
func (b *binder) plain(n *node, at string) any {
	switch n.kind {
	case nodeString:
		b.clean(n.text, at)
		return n.text
	case nodeNumber:
		return b.number(n, at)
	case nodeBool:
		return n.truth
	case nodeList:
		list := make([]any, 0, len(n.items))
		for i, item := range n.items {
			if b.notNull(item, index(at, i)) {
				list = append(list, b.plain(item, index(at, i)))
			}
		}
		return list
	case nodeObject:
		object := make(map[string]any, len(n.keys))
		for i, name := range n.keys {
			if n.items[i].kind != nodeNull {
				object[name] = b.plain(n.items[i], key(at, name))
			}
		}
		return object
	}
	return nil
}

func (b *binder) number(n *node, at string) float64 {
	value, err := strconv.ParseFloat(n.text, 64)
	if err != nil {
		b.add(at, "out_of_range", "The number is too large to be stored.", n.text, "")
		return 0
	}
	return value
}

func (b *binder) notNull(n *node, at string) bool {
	if n.kind == nodeNull {
		b.add(at, "null_in_list", "A list cannot hold null.", "null", "Leave it out.")
		return false
	}
	return true
}

func (b *binder) expect(want nodeKind, n *node, at string) bool {
	if n.kind == want {
		return true
	}
	hint := ""
	switch {
	case want == nodeString && (n.kind == nodeNumber || n.kind == nodeBool):
		hint = "Write it in quotation marks: " + quoted(n.text)
	case want == nodeList:
		hint = "Put it in brackets, even when it is the only one."
	case n.kind == nodeString:
		hint = "Write it without quotation marks."
	}
	if n.kind == nodeString && want == nodeObject {
		hint = ""
	}
	b.add(at, "wrong_type", fmt.Sprintf("%s must be %s, not %s.", last(at), want, n.kind), n.text, hint)
	return false
}

// clean reports control characters (other than tab and line ends) and text that was damaged before it
// reached us: U+FFFD stands in decoded JSON where the bytes were no UTF-8 or half a surrogate pair.
func (b *binder) clean(text, at string) {
	if fault, bad := unclean(text, at); bad {
		b.faults = append(b.faults, fault)
	}
}

func unclean(text, at string) (Fault, bool) {
	for _, c := range text {
		if c == unicode.ReplacementChar {
			return Fault{Pointer: at, Code: "invalid_utf8", Detail: "The text is damaged: it holds bytes that are not UTF-8, or U+FFFD in their place.",
				Given: shorten(printable(text)), Hint: "Send the text again in UTF-8."}, true
		}
		if unicode.IsControl(c) && c != '\n' && c != '\t' && c != '\r' {
			return Fault{Pointer: at, Code: "control_character", Detail: fmt.Sprintf("The text holds the control character U+%04X.", c),
				Given: shorten(printable(text)), Hint: "Leave it out."}, true
		}
	}
	return Fault{}, false
}
