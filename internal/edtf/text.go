package edtf

import "encoding/json"

// MarshalText gives the canonical form, "" for the zero date.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// AppendText appends what MarshalText gives.
func (d Date) AppendText(b []byte) ([]byte, error) { return append(b, d.text...), nil }

// UnmarshalText reads what Parse reads, and the empty text as the zero date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	read, err := Parse(string(text))
	if err == nil {
		*d = read
	}
	return err
}

// MarshalJSON gives the canonical form as a JSON string, "" for the zero date.
func (d Date) MarshalJSON() ([]byte, error) { return quote(d.text), nil }

// UnmarshalJSON reads a JSON string as UnmarshalText does; null changes
// nothing, as is usual in encoding/json. Any other value is a *ParseError.
func (d *Date) UnmarshalJSON(data []byte) error {
	text, ok, err := unquote(data)
	if err != nil || !ok {
		return err
	}
	return d.UnmarshalText(text)
}

// MarshalText gives String, "" for the zero moment.
func (m Moment) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// AppendText appends what MarshalText gives.
func (m Moment) AppendText(b []byte) ([]byte, error) { return append(b, m.String()...), nil }

// UnmarshalText reads what ParseMoment reads, and the empty text as the zero
// moment.
func (m *Moment) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Moment{}
		return nil
	}
	read, err := ParseMoment(string(text))
	if err == nil {
		*m = read
	}
	return err
}

// MarshalJSON gives String as a JSON string, "" for the zero moment.
func (m Moment) MarshalJSON() ([]byte, error) { return quote(m.String()), nil }

// UnmarshalJSON reads a JSON string as UnmarshalText does; null changes
// nothing. Any other value is a *ParseError.
func (m *Moment) UnmarshalJSON(data []byte) error {
	text, ok, err := unquote(data)
	if err != nil || !ok {
		return err
	}
	return m.UnmarshalText(text)
}

// quote puts a canonical form in quotation marks. It holds only digits and
// -/.,:+[]?~%TXZ, none of which JSON escapes.
func quote(s string) []byte {
	b := make([]byte, 0, len(s)+2)
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// unquote gives the text of a JSON string; ok is false for null.
func unquote(data []byte) (text []byte, ok bool, err error) {
	if string(data) == "null" {
		return nil, false, nil
	}
	if n := len(data); n < 2 || data[0] != '"' {
		return nil, false, jsonError(string(data))
	}
	for _, c := range data[1 : len(data)-1] {
		if c == '\\' {
			var s string
			err := json.Unmarshal(data, &s)
			return []byte(s), true, err
		}
	}
	return data[1 : len(data)-1], true, nil
}

func jsonError(value string) error {
	e := &ParseError{Input: value, Reason: "a date is a JSON string"}
	if d, err := Parse(value); err == nil {
		return e.spell(d.String())
	}
	e.Hint = `write it in quotation marks, such as "2025-04-25"`
	return e
}
