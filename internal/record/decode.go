package record

import (
	"fmt"
	"reflect"
	"strings"

	"backchannel/internal/edtf"
)

// Decode reads the JSON body of a record of type t strictly and reports, all at once and with
// pointers: bad syntax, data after the end, nesting deeper than 32, repeated keys, unknown keys
// (with the nearest known one), values of the wrong type (with what is expected), dates that are no
// EDTF, control characters and damaged text. A key whose value is null counts as absent. Keys that
// answers compute (see computed) are passed over, so that what GET gave can be sent back.
//
// What could be read is returned beside the faults, so that the faults of Validate can be added
// (Faults.And); the record is nil only when the body is no JSON object or t is no type.
func Decode(t Type, body []byte) (Record, Faults) {
	r := New(t)
	if r == nil {
		return nil, Faults{{Code: "unknown_type", Detail: fmt.Sprintf("There is no record type %s.", quoted(string(t)))}}
	}
	root, faults := parseTree(body)
	if root == nil {
		return nil, faults
	}
	if root.kind != nodeObject {
		return nil, append(faults, Fault{
			Code:   "wrong_type",
			Detail: fmt.Sprintf("The body must be an object, not %s.", root.kind),
			Given:  shorten(root.text),
		})
	}
	b := binder{faults: faults, shapes: map[reflect.Type]shape{}}
	b.bind(reflect.ValueOf(r).Elem(), root, "")
	if len(b.faults) == 0 {
		return r, nil
	}
	return r, b.faults
}

// binder puts nodes into Go values.
type binder struct {
	faults Faults
	shapes map[reflect.Type]shape
}

// shape is a struct's JSON keys.
type shape struct {
	names    []string
	field    map[string]int
	optional map[string]bool // omitempty or omitzero
}

func (b *binder) shape(t reflect.Type) shape {
	if s, ok := b.shapes[t]; ok {
		return s
	}
	s := shape{field: map[string]int{}, optional: map[string]bool{}}
	for i := range t.NumField() {
		name, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		s.names = append(s.names, name)
		s.field[name] = i
		s.optional[name] = options != ""
	}
	b.shapes[t] = s
	return s
}

func (b *binder) add(at, code, detail, given, hint string) {
	b.faults = append(b.faults, Fault{Pointer: at, Code: code, Detail: detail, Given: shorten(given), Hint: hint})
}

// bind fills dst from a node that is not null.
func (b *binder) bind(dst reflect.Value, n *node, at string) {
	switch v := dst.Addr().Interface().(type) {
	case *edtf.Date:
		if b.expect(nodeString, n, at) && n.text != "" {
			*v = bindDate(b, n.text, at, edtf.Parse)
		}
		return
	case *edtf.Moment:
		if b.expect(nodeString, n, at) && n.text != "" {
			*v = bindDate(b, n.text, at, edtf.ParseMoment)
		}
		return
	case *DocumentRef:
		b.document(v, n, at)
		return
	case *any:
		*v = b.plain(n, at)
		return
	}
	switch dst.Kind() {
	case reflect.Pointer:
		fresh := reflect.New(dst.Type().Elem())
		b.bind(fresh.Elem(), n, at)
		dst.Set(fresh)
	case reflect.Struct:
		b.object(dst, n, at)
	case reflect.Slice:
		b.list(dst, n, at)
	case reflect.Map:
		b.dictionary(dst, n, at)
	default:
		b.scalar(dst, n, at)
	}
}

func (b *binder) document(ref *DocumentRef, n *node, at string) {
	switch n.kind {
	case nodeString:
		b.clean(n.text, at)
		ref.ID = n.text
	case nodeObject:
		ref.Inline = new(Document)
		b.bind(reflect.ValueOf(ref.Inline).Elem(), n, at)
	default:
		b.add(at, "wrong_type", fmt.Sprintf("A document is named by its id (a string) or given as an object, not %s.", n.kind), n.text, "")
	}
}

func (b *binder) object(dst reflect.Value, n *node, at string) {
	if !b.expect(nodeObject, n, at) {
		return
	}
	s := b.shape(dst.Type())
	for i, name := range n.keys {
		field, known := s.field[name]
		switch {
		case known && n.items[i].kind == nodeNull:
		case known:
			b.bind(dst.Field(field), n.items[i], key(at, name))
			if f := dst.Field(field); s.optional[name] && (f.Kind() == reflect.Slice || f.Kind() == reflect.Map) && f.Len() == 0 {
				f.SetZero()
			}
		case !isComputed(dst.Type(), name):
			b.unknown(dst.Type(), s.names, name, at)
		}
	}
}

func (b *binder) unknown(t reflect.Type, names []string, name, at string) {
	hint := "Known here: " + strings.Join(names, ", ") + "."
	if near := nearest(name, names); near != "" {
		hint = fmt.Sprintf("Did you mean %s?", quoted(near))
	}
	b.add(key(at, name), "unknown_field", fmt.Sprintf("%s has no %s.", nounOf(t), quoted(name)), name, hint)
}

func (b *binder) list(dst reflect.Value, n *node, at string) {
	if !b.expect(nodeList, n, at) {
		return
	}
	list := reflect.MakeSlice(dst.Type(), len(n.items), len(n.items))
	for i, item := range n.items {
		if b.notNull(item, index(at, i)) {
			b.bind(list.Index(i), item, index(at, i))
		}
	}
	dst.Set(list)
}

func (b *binder) dictionary(dst reflect.Value, n *node, at string) {
	if !b.expect(nodeObject, n, at) {
		return
	}
	values := reflect.MakeMap(dst.Type())
	for i, name := range n.keys {
		if n.items[i].kind == nodeNull {
			continue
		}
		value := reflect.New(dst.Type().Elem()).Elem()
		b.bind(value, n.items[i], key(at, name))
		values.SetMapIndex(reflect.ValueOf(name), value)
	}
	dst.Set(values)
}
