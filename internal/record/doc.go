// Package record says what an event, actor, source, document, topic, plan, comparison and timeline is: the
// fields an editor enters, the closed lists they take their words from, and what makes a record valid on
// its own. It knows no storage, no HTTP, no clock and no other record: whether what a record refers to
// exists is for the store to say, from References.
//
// A body comes in through Decode (is it JSON of this shape?), gets an id if it has none (MakeID, SetID),
// passes Validate (is it a good record?) and leaves as Own (the canonical bytes of a revision). Faults of
// Decode and Validate are told together: faults.And(r.Validate()).
//
// Codes of faults, stable: invalid_json, empty_body, trailing_data, too_deep, duplicate_key, unknown_type,
// wrong_type, unknown_field, null_in_list, out_of_range, invalid_utf8, control_character (shape); required,
// too_long, too_many, unknown_value, invalid_id, reserved_id, invalid_date, not_an_instant, invalid_url,
// invalid_lang, invalid_country, invalid_wikidata, invalid_tz, invalid_grade, reversed_range, not_a_range,
// conflict, wrong_kind, duplicate, self_reference (content).
//
// Start reading at record.go and event.go; the lists stand in vocabulary.go.
package record
