package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"
)

// object is a JSON object that keeps its keys in the order in which they were put. Values are nil, bool, string,
// json.Number, int, []any and *object.
type object struct {
	keys   []string
	values map[string]any
}

// obj makes an object of keys and values in turn. A nil value is left out.
func obj(pairs ...any) *object {
	o := &object{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != nil {
			o.set(pairs[i].(string), pairs[i+1])
		}
	}
	return o
}

// ref makes a reference into the components: ref("schemas", "Event").
func ref(section, name string) *object {
	return obj("$ref", "#/components/"+section+"/"+name)
}

func (o *object) get(key string) any {
	if o == nil {
		return nil
	}
	return o.values[key]
}

func (o *object) has(key string) bool {
	if o == nil {
		return false
	}
	_, ok := o.values[key]
	return ok
}

// set puts a value under a key: in its place where the key is there, else at the end.
func (o *object) set(key string, value any) {
	if o.values == nil {
		o.values = map[string]any{}
	}
	if !o.has(key) {
		o.keys = append(o.keys, key)
	}
	o.values[key] = value
}

// take removes a key and gives what stood there.
func (o *object) take(key string) any {
	value, ok := o.values[key]
	if ok {
		delete(o.values, key)
		o.keys = slices.DeleteFunc(o.keys, func(k string) bool { return k == key })
	}
	return value
}

// object gives the object under a key, nil (which reads as empty) where there is none.
func (o *object) object(key string) *object {
	v, _ := o.get(key).(*object)
	return v
}

func (o *object) list(key string) []any {
	v, _ := o.get(key).([]any)
	return v
}

func (o *object) text(key string) string {
	v, _ := o.get(key).(string)
	return v
}

func (o *object) len() int {
	if o == nil {
		return 0
	}
	return len(o.keys)
}

// all walks the keys in order.
func (o *object) all() iter.Seq2[string, any] {
	return func(yield func(string, any) bool) {
		if o == nil {
			return
		}
		for _, key := range slices.Clone(o.keys) {
			if value, ok := o.values[key]; ok && !yield(key, value) {
				return
			}
		}
	}
}

// sort puts the keys in the order of the list, those not listed after it by the alphabet.
func (o *object) sort(first ...string) {
	if o == nil {
		return
	}
	slices.SortFunc(o.keys, func(a, b string) int {
		i, j := slices.Index(first, a), slices.Index(first, b)
		switch {
		case i >= 0 && j >= 0:
			return i - j
		case i >= 0:
			return -1
		case j >= 0:
			return 1
		case a < b:
			return -1
		}
		return 1
	})
}

// merge lays another value over this object as RFC 7396 does, except that lists are put behind one another.
func (o *object) merge(over *object) {
	for key, value := range over.all() {
		switch v := value.(type) {
		case nil:
			o.take(key)
		case *object:
			if below := o.object(key); below != nil {
				below.merge(v)
				continue
			}
			o.set(key, v)
		case []any:
			o.set(key, append(slices.Clone(o.list(key)), v...))
		default:
			o.set(key, v)
		}
	}
}

// MarshalJSON writes the keys in their order.
func (o *object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, key := range o.keys {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := enc.Encode(key); err != nil {
			return nil, err
		}
		out.WriteByte(':')
		if err := enc.Encode(o.values[key]); err != nil {
			return nil, fmt.Errorf("write %q: %w", key, err)
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// parseJSON reads one JSON value, keeping the order of keys.
func parseJSON(data []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	value, err := parseValue(dec)
	if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, fmt.Errorf("more follows the JSON value at byte %d", dec.InputOffset())
	}
	return value, nil
}

func parseValue(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('['):
		items := []any{}
		for dec.More() {
			item, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			items = append(items, item)
		}
		_, err = dec.Token()
		return items, err
	case json.Delim('{'):
		o := obj()
		for dec.More() {
			key, err := dec.Token()
			if err != nil {
				return nil, err
			}
			value, err := parseValue(dec)
			if err != nil {
				return nil, err
			}
			o.set(key.(string), value)
		}
		_, err = dec.Token()
		return o, err
	}
	return token, nil
}

// parseObject is parseJSON for what must be an object.
func parseObject(data []byte) (*object, error) {
	value, err := parseJSON(data)
	if err != nil {
		return nil, err
	}
	o, ok := value.(*object)
	if !ok {
		return nil, fmt.Errorf("not a JSON object")
	}
	return o, nil
}

// writeJSON gives the file's form: two spaces a level, no HTML escapes, a line end.
func writeJSON(o *object) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(o); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
