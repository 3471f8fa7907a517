package record

import (
	"reflect"
	"slices"
)

// computed lists, by the place in a body, the keys that answers add to a record's own fields. Decode
// passes over them there and nowhere else.
func computed(t reflect.Type) []string {
	switch t {
	case reflect.TypeFor[Event]():
		return []string{"when", "known_at", "particulars", "verification", "linked_from", "independent_confirmation",
			"revision", "recorded_at", "updated_at"}
	case reflect.TypeFor[Citation]():
		return []string{"source", "url", "published", "known_at", "independent_confirmation"}
	case reflect.TypeFor[Document]():
		return []string{"when", "known_at", "revision", "recorded_at", "updated_at"}
	case reflect.TypeFor[Plan]():
		return []string{"when", "known_at", "texts_known_at", "tabled_at", "disclosed_by", "status", "uses", "revision", "recorded_at", "updated_at"}
	case reflect.TypeFor[Actor](), reflect.TypeFor[Source](), reflect.TypeFor[Topic](), reflect.TypeFor[Comparison](),
		reflect.TypeFor[Timeline]():
		return []string{"revision", "recorded_at", "updated_at"}
	}
	return nil
}

func isComputed(t reflect.Type, name string) bool { return slices.Contains(computed(t), name) }

// nounOf names a part of a body at the start of a sentence.
func nounOf(t reflect.Type) string {
	switch t {
	case reflect.TypeFor[Actor]():
		return "An actor"
	case reflect.TypeFor[Event]():
		return "An event"
	case reflect.TypeFor[Action]():
		return "An action"
	case reflect.TypeFor[Agreement]():
		return "An agreement"
	case reflect.TypeFor[Said]():
		return "What is said of a particular"
	case reflect.TypeFor[PositionOn]():
		return "What a position is on"
	case reflect.TypeFor[PlanUse]():
		return "A plan of an event"
	case reflect.TypeFor[PlanLabel]():
		return "A label of a plan"
	case reflect.TypeFor[ProvisionPosition]():
		return "A position of a provision"
	case reflect.TypeFor[ComparisonRow]():
		return "A row of a comparison"
	case reflect.TypeFor[TimelineNote]():
		return "A note of a timeline"
	}
	return "A " + lowerFirst(t.Name())
}
