package store

import (
	"math"
	"time"
)

// never is the sup of a version that nothing has superseded.
const never int64 = math.MaxInt64

// unknown stands in time columns for "no moment": later than any.
const unknown int64 = math.MaxInt64

// micros turns an instant into what time columns hold: UTC microseconds since 1970.
func micros(t time.Time) int64 { return t.UnixMicro() }

// instant turns a time column back.
func instant(us int64) time.Time { return time.UnixMicro(us).UTC() }

type storeState struct {
	Name  string `gorm:"primaryKey"`
	Value string
}

func (storeState) TableName() string { return "store_state" }

type counter struct {
	ID  int64 `gorm:"primaryKey"`
	Seq int64
}

func (counter) TableName() string { return "counter" }

type commitHead struct {
	Seq         int64 `gorm:"primaryKey;autoIncrement:false"`
	CommittedAt int64
}

func (commitHead) TableName() string { return "commit_head" }

type changeRow struct {
	Seq        int64 `gorm:"primaryKey;autoIncrement:false"`
	Type       string
	ID         string
	Revision   int
	Operation  string
	RecordedAt int64
	RecordedBy string
	Reason     string
	Corrected  bool
	Cause      int64
	Body       []byte
}

func (changeRow) TableName() string { return "change" }

type recordVersion struct {
	Type            string `gorm:"primaryKey"`
	ID              string `gorm:"primaryKey"`
	Rec             int64  `gorm:"primaryKey;autoIncrement:false"`
	Sup             int64
	Revision        int
	FirstRecordedAt int64
	RecordedAt      int64
}

func (recordVersion) TableName() string { return "record_version" }

type documentIndex struct {
	ID      string `gorm:"primaryKey"`
	Rec     int64  `gorm:"primaryKey;autoIncrement:false"`
	Sup     int64
	Source  string
	Address string
	Words   string
	KnownAt int64
}

func (documentIndex) TableName() string { return "document_index" }

type identRow struct {
	Num  int64 `gorm:"primaryKey;autoIncrement:false"`
	Type string
	ID   string
}

func (identRow) TableName() string { return "ident" }

type placeRow struct {
	Num   int64 `gorm:"primaryKey;autoIncrement:false"`
	Words string
}

func (placeRow) TableName() string { return "place" }

type eventVersion struct {
	Skey      int64 `gorm:"primaryKey;autoIncrement:false"`
	Event     string
	Rec       int64
	Sup       int64
	Revision  int
	Kind      int
	Status    int
	DayLo     int64
	DayHi     int64
	SureLo    int64
	SureHi    int64
	AtLo      int64
	AtHi      int64
	Certain   bool
	Shape     int // 0 one span, 1 a set with rows in event_member
	KnownAt   int64
	SettledAt int64
	StartsAt  int64
	Country   string
	Place     int64
	Lat       *float64
	Lon       *float64
}

func (eventVersion) TableName() string { return "event_version" }

type eventDocument struct {
	Skey   int64 `gorm:"primaryKey;autoIncrement:false"`
	Doc    []byte
	Refs   []byte
	Digest []byte
}

func (eventDocument) TableName() string { return "event_document" }

type eventActor struct {
	Actor        int64 `gorm:"primaryKey;autoIncrement:false"`
	Skey         int64 `gorm:"primaryKey;autoIncrement:false"`
	Role         int   `gorm:"primaryKey;autoIncrement:false"`
	Representing int64
	Rec          int64
	Sup          int64
}

func (eventActor) TableName() string { return "event_actor" }

type eventTopic struct {
	Topic int64 `gorm:"primaryKey;autoIncrement:false"`
	Skey  int64 `gorm:"primaryKey;autoIncrement:false"`
	Rec   int64
	Sup   int64
}

func (eventTopic) TableName() string { return "event_topic" }

type eventCitation struct {
	Source   int64 `gorm:"primaryKey;autoIncrement:false"`
	Skey     int64 `gorm:"primaryKey;autoIncrement:false"`
	Ordinal  int   `gorm:"primaryKey;autoIncrement:false"` // place in citations; -1: the leak's own source
	Document int64
	Letter   int // 'A'…'F'; 0: the source's, as of the snapshot
	Digit    int // 1…6; 0: no citation
	KnownAt  int64
	Rec      int64
	Sup      int64
}

func (eventCitation) TableName() string { return "event_citation" }

type sourceLetter struct {
	Source int64 `gorm:"primaryKey;autoIncrement:false"`
	Rec    int64 `gorm:"primaryKey;autoIncrement:false"`
	Sup    int64
	Letter int
}

func (sourceLetter) TableName() string { return "source_letter" }

type eventMention struct {
	Num  int64 `gorm:"primaryKey;autoIncrement:false"`
	Skey int64 `gorm:"primaryKey;autoIncrement:false"`
	Rec  int64
	Sup  int64
}

func (eventMention) TableName() string { return "event_mention" }

type eventPosition struct {
	Actor   int64 `gorm:"primaryKey;autoIncrement:false"`
	Skey    int64 `gorm:"primaryKey;autoIncrement:false"`
	Ordinal int   `gorm:"primaryKey;autoIncrement:false"` // place in positions
	Topic   int64 // 0: on a plan or a provision of one
	Rec     int64
	Sup     int64
}

func (eventPosition) TableName() string { return "event_position" }

type recordReference struct {
	TargetType string `gorm:"primaryKey"`
	Target     string `gorm:"primaryKey"`
	Type       string `gorm:"primaryKey"`
	ID         string `gorm:"primaryKey"`
	Rec        int64  `gorm:"primaryKey;autoIncrement:false"`
	Sup        int64
}

func (recordReference) TableName() string { return "record_reference" }

type eventStanding struct {
	Skey      int64 `gorm:"primaryKey;autoIncrement:false"`
	Ordinal   int   `gorm:"primaryKey;autoIncrement:false"`
	Status    string
	KnownFrom int64
	KnownTo   int64
	Final     bool // holds without as_of
}

func (eventStanding) TableName() string { return "event_standing" }

type eventContested struct {
	Skey       int64  `gorm:"primaryKey;autoIncrement:false"`
	Particular string `gorm:"primaryKey"`
	KnownFrom  int64
}

func (eventContested) TableName() string { return "event_contested" }

type eventLink struct {
	Skey     int64 `gorm:"primaryKey;autoIncrement:false"`
	Ordinal  int   `gorm:"primaryKey;autoIncrement:false"`
	Event    string
	Target   string
	Relation string
	Scope    string
	Note     string
	Title    string
	Rec      int64
	Sup      int64
}

func (eventLink) TableName() string { return "event_link" }

type eventLong struct {
	Skey int64 `gorm:"primaryKey;autoIncrement:false"`
}

func (eventLong) TableName() string { return "event_long" }

type eventMember struct {
	Skey    int64 `gorm:"primaryKey;autoIncrement:false"`
	Ordinal int   `gorm:"primaryKey;autoIncrement:false"`
	DayLo   int64
	DayHi   int64
	AtLo    int64
	AtHi    int64
}

func (eventMember) TableName() string { return "event_member" }

type eventZone struct {
	Day      int64 `gorm:"primaryKey;autoIncrement:false"`
	MinKnown int64
	MinRec   int64
}

func (eventZone) TableName() string { return "event_zone" }

type posting struct {
	Field string `gorm:"primaryKey"`
	Num   int64  `gorm:"primaryKey;autoIncrement:false"`
	Rows  int64
}

func (posting) TableName() string { return "posting" }
