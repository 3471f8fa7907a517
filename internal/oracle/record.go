package oracle

// Actor is what the oracle reads of an actor's own JSON.
type Actor struct {
	ID, Kind, Name, Country string
	Names                   []struct{ Name, Kind string }
	Roles                   []struct {
		OnBehalfOf string `json:"on_behalf_of"`
		From, To   string
	}
	MergedInto string `json:"merged_into"`
}

// Source is what the oracle reads of a source's own JSON.
type Source struct{ ID, Name, Reliability, Family, Party string }

// Document is what the oracle reads of a document's own JSON.
type Document struct {
	ID, Source, URL, Published string
	RetrievedAt                string `json:"retrieved_at"`
	DerivedFrom                string `json:"derived_from"`
}

// Topic is what the oracle reads of a topic's own JSON.
type Topic struct{ ID, Label, Parent string }

// Plan is what the oracle reads of a plan's own JSON.
type Plan struct {
	ID, Title string
	Labels    []struct{ Label string }
}

// Event is what the oracle reads of an event's own JSON.
type Event struct {
	ID, Kind, Title, Summary, Date, Status string
	StartAt                                string `json:"start_at"`
	Place                                  *Place
	Participants                           []Participant
	Topics                                 []string
	Citations                              []Citation
	Links                                  []Link
	Plans                                  []struct{ Plan, As string }
	Positions                              []struct{ On struct{ Topic, Plan string } }
	Statement                              *struct {
		Quote *struct {
			Text        string
			Translation *struct{ Text string }
		}
	}
	Leak *struct {
		Source string
		Claims []struct {
			Text, Topic string
			Actors      []string
		}
	}
	Seq int64 `json:"-"` // the change that made this version
}

// Place is where an event happened.
type Place struct {
	Name, City, Country, TZ string
	Lat, Lon                *float64
}

// Participant is one actor's part in an event.
type Participant struct{ Actor, Role, Representing string }

// Citation is a tie to a document, which in a stored record is always an id.
type Citation struct {
	Document, Grade, Supports string
	Says                      map[string]Said
}

// Said is what a teller says of one particular: a value of any shape, or a range.
type Said struct {
	Value    any
	Min, Max *float64
}

// Link is a tie from the event that holds it to another.
type Link struct{ To, Relation, Scope string }
