package rest

import (
	"reflect"

	"backchannel/internal/record"
)

// The structs here name every parameter a route takes, once, for the parser and for the spec: the parser knows what
// their tags list, and the comments are the descriptions.

// EventFilter is the filter language. Its tags equal filter.Registry.
type EventFilter struct {
	Kind         []string `query:"kind" form:"kind" collectionFormat:"multi"`
	Actor        []string `query:"actor" form:"actor" collectionFormat:"multi"`
	Role         []string `query:"role" form:"role" collectionFormat:"multi"`
	Representing []string `query:"representing" form:"representing" collectionFormat:"multi"`
	Speaker      []string `query:"speaker" form:"speaker" collectionFormat:"multi"`
	About        []string `query:"about" form:"about" collectionFormat:"multi"`
	Topic        []string `query:"topic" form:"topic" collectionFormat:"multi"`
	Plan         []string `query:"plan" form:"plan" collectionFormat:"multi"`
	Verification []string `query:"verification" form:"verification" collectionFormat:"multi"`
	Relation     []string `query:"relation" form:"relation" collectionFormat:"multi"`
	LinksTo      []string `query:"links_to" form:"links_to" collectionFormat:"multi"`
	Answered     []string `query:"answered" form:"answered" collectionFormat:"multi"`
	Contested    []string `query:"contested" form:"contested" collectionFormat:"multi"`
	Source       []string `query:"source" form:"source" collectionFormat:"multi"`
	Document     []string `query:"document" form:"document" collectionFormat:"multi"`
	Grade        []string `query:"grade" form:"grade" collectionFormat:"multi"`
	MinGrade     []string `query:"min_grade" form:"min_grade" collectionFormat:"multi"`
	Country      []string `query:"country" form:"country" collectionFormat:"multi"`
	Place        []string `query:"place" form:"place" collectionFormat:"multi"`
	BBox         string   `query:"bbox" form:"bbox"`
	Status       []string `query:"status" form:"status" collectionFormat:"multi"`
	ID           []string `query:"id" form:"id" collectionFormat:"multi"`
	From         string   `query:"from" form:"from"`
	To           string   `query:"to" form:"to"`
	On           string   `query:"on" form:"on"`
	Match        string   `query:"match" form:"match"`
	KnownFrom    string   `query:"known_from" form:"known_from"`
	KnownTo      string   `query:"known_to" form:"known_to"`
	Q            string   `query:"q" form:"q"`
	AsOf         string   `query:"as_of" form:"as_of"`
	Snapshot     string   `query:"snapshot" form:"snapshot"`
}

// Writing says how an answer is written.
type Writing struct {
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,ndjson,csv,txt,md" example:"csv"`
	Cells
}

// EventWriting is Writing for events, which have formats that other records have not.
type EventWriting struct {
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,ndjson,csv,txt,md,ics,atom,feed,geojson,jsonld,timelinejs,timelinejs-csv,fullcalendar,grafana" example:"csv"`
	Cells
}

// Cells says how tables are written.
type Cells struct {
	// csv: 0 leaves cells as they are that a spreadsheet would run.
	Safe string `query:"safe" form:"safe" enums:"0,1" default:"1"`
	// csv: 1 begins with a byte order mark, for older Excel.
	BOM string `query:"bom" form:"bom" enums:"0,1" default:"0"`
	// csv and ndjson: 1 ends with a count and a digest, so that a cut file is noticed.
	Proof string `query:"proof" form:"proof" enums:"0,1" default:"0"`
}

// Naming says what of the records is shown, and in what language their names are.
type Naming struct {
	// Only these fields of each record, or columns of its table, with commas between.
	Fields string `query:"fields" form:"fields" example:"id,title"`
	Language
}

// Language says in what language names are.
type Language struct {
	// The language of names, as ISO 639 code; it beats Accept-Language.
	Labels string `query:"labels" form:"labels" example:"ru"`
}

// Epoch says what database a permalink was made from.
type Epoch struct {
	// The epoch a permalink was made in; another database answers 409 and not something else.
	Epoch string `query:"epoch" form:"epoch"`
}

// Point is a point of the clocks.
type Point struct {
	// Only what was publicly known by then: a date (the end of its last day in UTC), or an instant.
	AsOf string `query:"as_of" form:"as_of" example:"2025-04-22"`
	// The database as it was: a change number, or a time.
	Snapshot string `query:"snapshot" form:"snapshot" example:"1"`
}

// Paging is a place in a list.
type Paging struct {
	// How many at most. ndjson and csv give all unless it is given, and the formats of events alone all of up to 5,000.
	Limit int `query:"limit" form:"limit" minimum:"1" maximum:"1000" default:"50"`
	// Where the page begins: page.next_cursor of the one before, with everything else as it was.
	Cursor string `query:"cursor" form:"cursor"`
}

// Rows says what of events is shown.
type Rows struct {
	// Whole records of what the events name, in included, with commas between: actors, documents, links (the events at the other end), topics.
	Include string `query:"include" form:"include" example:"actors,documents"`
	// Tables: a line for each part of an event instead of one for each event.
	Rows string `query:"rows" form:"rows" enums:"events,citations,participants,links,claims,accounts" default:"events"`
}

// EventList is what lists of events take beside the filter.
type EventList struct {
	// The order; a leading minus is newest first. relevance needs q.
	Sort string `query:"sort" form:"sort" enums:"-date,date,-known,known,-recorded,recorded,relevance" default:"-date"`
	// exact counts every match; else the total stops at 10,000.
	Count string `query:"count" form:"count" enums:"exact"`
	SavedFilter
	Window
	Paging
	Rows
	Naming
	EventWriting
	Epoch
}

// OneEvent is what one event takes.
type OneEvent struct {
	Point
	Rows
	Naming
	EventWriting
	Epoch
}

// OneRecord is what one record of another type takes.
type OneRecord struct {
	Point
	Naming
	Writing
	Epoch
}

// History is what the revisions of a record take. They are the history, so as_of is not among it.
type History struct {
	// The database as it was: a change number, or a time.
	Snapshot string `query:"snapshot" form:"snapshot" example:"1"`
	Writing
	Epoch
}

// OneRevision is what one revision takes.
type OneRevision struct {
	// Another revision of the record: the answer tells too what changed from that one to this.
	Against int `query:"against" form:"against" minimum:"1" example:"1"`
	History
}

// RecordList is what every list of records takes.
type RecordList struct {
	Paging
	OneRecord
}

// ActorList is what the list of actors takes.
type ActorList struct {
	// Words of any name, in any script or spelling on record.
	Q string `query:"q" form:"q" example:"Witkof"`
	// What sort of actor.
	Kind string `query:"kind" form:"kind" enums:"person,state,organisation,office,coalition"`
	// ISO 3166-1 alpha-2.
	Country string `query:"country" form:"country" example:"RU"`
	RecordList
}

// SourceList is what the list of sources takes.
type SourceList struct {
	// Words of the name.
	Q string `query:"q" form:"q" example:"times"`
	// What sort of publisher.
	Kind string `query:"kind" form:"kind" enums:"wire,newspaper,broadcaster,online,official,state_media,social,research,other"`
	// ISO 3166-1 alpha-2.
	Country string `query:"country" form:"country" example:"US"`
	// The owner or wire they belong to.
	Family string `query:"family" form:"family"`
	// The actor they speak for, by id or any name.
	Party string `query:"party" form:"party" example:"russia"`
	RecordList
}

// DocumentList is what the list of documents takes.
type DocumentList struct {
	// Words of the title, or the address.
	Q string `query:"q" form:"q" example:"meeting"`
	// Who published them, by id or name.
	Source string `query:"source" form:"source" example:"kremlin-ru"`
	RecordList
}

// TopicList is what the list of topics takes.
type TopicList struct {
	// Words of the label.
	Q string `query:"q" form:"q" example:"crimea"`
	// Those right below this one, by id or label.
	Parent string `query:"parent" form:"parent" example:"territory"`
	RecordList
}

// PlanList is what the list of plans takes.
type PlanList struct {
	// Words of the title or of what people call it.
	Q string `query:"q" form:"q" example:"framework"`
	RecordList
}

// ComparisonList is what the list of comparisons takes.
type ComparisonList struct {
	// One of the two plans compared, by id, title or label.
	Plan string `query:"plan" form:"plan" example:"us-2025-04-17"`
	RecordList
}

// TimelineList is what the list of timelines takes.
type TimelineList struct {
	RecordList
}

// SavedFilter names filters that were saved.
type SavedFilter struct {
	// Only what is in this saved filter too; given more than once, in each of them.
	Timeline []string `query:"timeline" form:"timeline" collectionFormat:"multi" example:"putin-witkoff-meetings"`
}

// StreamList is what the stream takes beside the filter.
type StreamList struct {
	// Where it begins: meta.snapshot of a list, or an id that came before. The header Last-Event-ID beats it.
	Since string `query:"since" form:"since" example:"1"`
	// In place of a key, where reads need one and the client can send no headers: POST /v1/stream/tickets gives it, for one stream.
	Ticket string `query:"ticket" form:"ticket"`
	SavedFilter
	Epoch
}

// ChangeList is what the list of changes takes beside the filter.
type ChangeList struct {
	// Only what comes after this change: 0, the last seq read, or meta.snapshot of an answer.
	Since string `query:"since" form:"since" example:"1"`
	// How many at most. ndjson and csv give all unless it is given.
	Limit int `query:"limit" form:"limit" minimum:"1" maximum:"1000" default:"50"`
	SavedFilter
	Writing
	Epoch
}

// takes lists the parameters of each sort of route, but for those of the filter.
type takes struct {
	events, event, record, history []string
	accounts, revision, compare    []string
	positions, divergence          []string
	facets, histogram              []string
	stream, changes, export        []string
	lists                          map[record.Type][]string
}

func newTakes() takes {
	return takes{
		events: parameterNames(EventList{}), event: parameterNames(OneEvent{}), record: parameterNames(OneRecord{}), history: parameterNames(History{}),
		accounts: parameterNames(AccountsShape{}), revision: parameterNames(OneRevision{}),
		compare: parameterNames(CompareShape{}), positions: parameterNames(PositionList{}), divergence: parameterNames(DivergenceShape{}),
		facets: parameterNames(FacetShape{}), histogram: parameterNames(HistogramShape{}),
		stream: parameterNames(StreamList{}), changes: parameterNames(ChangeList{}), export: parameterNames(ExportShape{}),
		lists: map[record.Type][]string{
			record.TypeActor: parameterNames(ActorList{}), record.TypeSource: parameterNames(SourceList{}),
			record.TypeDocument: parameterNames(DocumentList{}), record.TypeTopic: parameterNames(TopicList{}),
			record.TypeTimeline: parameterNames(TimelineList{}), record.TypePlan: parameterNames(PlanList{}),
			record.TypeComparison: parameterNames(ComparisonList{}),
		},
	}
}

// parameterNames lists the parameters of such structs.
func parameterNames(structs ...any) []string {
	var names []string
	var collect func(t reflect.Type)
	collect = func(t reflect.Type) {
		for i := range t.NumField() {
			if f := t.Field(i); f.Anonymous {
				collect(f.Type)
			} else {
				names = append(names, f.Tag.Get("query"))
			}
		}
	}
	for _, s := range structs {
		collect(reflect.TypeOf(s))
	}
	return names
}
