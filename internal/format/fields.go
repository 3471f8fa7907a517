package format

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"backchannel/internal/record"
)

// CheckFields reports each of fields= that is neither a top-level field of the type's JSON nor a column of its
// table, with the nearest that is. Either kind of name is good in every format: in json a column stands for the
// field it is made from, in csv, txt and md a field stands for all its columns.
func CheckFields(t record.Type, fields []string) record.Faults {
	if len(fields) == 0 {
		return nil
	}
	return check(fieldNames(t), fields, fmt.Sprintf("no field of %s %s", article(t), t))
}

// CheckRowFields reports each of fields= that is no column of rows=, nor a field of events that one is made from.
func CheckRowFields(rows string, fields []string) record.Faults {
	if len(fields) == 0 {
		return nil
	}
	var names []string
	for _, c := range EventColumns(rows) {
		names = append(names, c.Name)
		names = append(names, strings.Fields(c.Field)...)
	}
	return check(names, fields, "no column of rows="+rows)
}

// CheckRows reports a value of rows= that is none of RowNames. Whether the format has rows is for CheckShape.
func CheckRows(rows string) record.Faults {
	if rows == "" || slices.Contains(RowNames(), rows) {
		return nil
	}
	return record.Faults{{
		Parameter: "rows", Code: "unknown_value",
		Detail: fmt.Sprintf("%q is not a kind of row.", shorten(rows)),
		Given:  shorten(rows), Hint: hint(rows, RowNames()),
	}}
}

// CheckShape reports rows= on a format that writes whole events only.
func CheckShape(f Format, rows string) record.Faults {
	if f.Name != "json" && f.Cap == 0 || rows == "" || rows == RowsEvents {
		return nil
	}
	return record.Faults{{
		Parameter: "rows", Code: "not_in_format",
		Detail: f.Name + " holds whole events, not rows of their parts.",
		Given:  rows, Hint: "Ask for ndjson, csv, txt or md, or leave rows out.",
	}}
}

// CheckChoice reports fields= on a format whose fields others have laid down.
func CheckChoice(f Format, fields []string) record.Faults {
	if f.Cap == 0 || len(fields) == 0 {
		return nil
	}
	return record.Faults{{
		Parameter: "fields", Code: "not_in_format",
		Detail: "The fields of " + f.Name + " are fixed.",
		Given:  shorten(strings.Join(fields, ",")), Hint: "Ask for json, ndjson, csv, txt or md, or leave fields out.",
	}}
}

func check(names, fields []string, what string) record.Faults {
	var faults record.Faults
	for _, field := range fields {
		if slices.Contains(names, field) {
			continue
		}
		faults = append(faults, record.Fault{
			Parameter: "fields", Code: "unknown_field",
			Detail: fmt.Sprintf("%q is %s.", shorten(field), what),
			Given:  shorten(field), Hint: hint(field, names),
		})
	}
	return faults
}

// hint names the nearest right word, or all of them.
func hint(word string, names []string) string {
	if near := record.Nearest(word, names); near != "" {
		return fmt.Sprintf("Did you mean %q?", near)
	}
	known := slices.Clone(names)
	slices.Sort(known)
	return "Use one of " + strings.Join(slices.Compact(known), ", ") + "."
}

func shorten(s string) string {
	s = oneLine(s)
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}

func article(t record.Type) string {
	if t == record.TypeEvent || t == record.TypeActor {
		return "an"
	}
	return "a"
}

// fieldNames lists what fields= may name for a type: the keys of its JSON, then the columns of its table.
func fieldNames(t record.Type) []string {
	if t == record.TypeEvent {
		return append(keysOf(reflect.TypeFor[record.EventAnswer]()), namesOf(EventColumns(""))...)
	}
	r := record.New(t)
	if r == nil {
		return nil
	}
	names := append(keysOf(reflect.TypeOf(r).Elem()), keysOf(reflect.TypeFor[record.Stamp]())...)
	return append(names, namesOf(RecordColumns(t))...)
}

func namesOf(columns []Column) []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	return names
}

// keysOf lists the JSON keys of a struct, those of embedded structs among them.
func keysOf(t reflect.Type) []string {
	var keys []string
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			keys = append(keys, keysOf(f.Type)...)
			continue
		}
		if key, _, _ := strings.Cut(f.Tag.Get("json"), ","); key != "" && key != "-" {
			keys = append(keys, key)
		}
	}
	return keys
}

// chosen tells whether fields= asks for a column, by its own name or by a field it is made from.
func chosen(c Column, fields []string) bool {
	if slices.Contains(fields, c.Name) {
		return true
	}
	for field := range strings.FieldsSeq(c.field()) {
		if slices.Contains(fields, field) {
			return true
		}
	}
	return false
}

// eventKeep lists the keys of an event that fields= leaves; nil: all.
func eventKeep(opts Options) map[string]bool {
	if len(opts.Fields) == 0 {
		return nil
	}
	return recordKeep(EventColumns(""), opts.Fields)
}

// recordKeep is eventKeep for records of any type. The id is always kept.
func recordKeep(columns []Column, fields []string) map[string]bool {
	if len(fields) == 0 {
		return nil
	}
	keep := map[string]bool{"id": true}
	for _, field := range fields {
		keep[field] = true
		for _, c := range columns {
			if c.Name == field {
				for key := range strings.FieldsSeq(c.field()) {
					keep[key] = true
				}
			}
		}
	}
	return keep
}
