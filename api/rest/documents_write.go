package rest

import "backchannel/internal/record"

// postDocument enters a document.
//
//	@Summary	Enter a document
//	@ID			postDocument
//	@Tags		documents
//	@Param		document	body		record.Document	true	"The document; without an id it is given one"
//	@Param		writing	query		Entering	false	"What goes into the history"
//	@Success	200,201	{object}	DocumentOne	"The document as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/documents [post]
func (s *Server) postDocument(x *exchange) error { return s.postRecord(x, record.TypeDocument) }

// putDocument makes a document what the body says.
//
//	@Summary	Replace, enter or restore a document
//	@ID			putDocument
//	@Tags		documents
//	@Param		id		path		string		true	"The document's id"
//	@Param		document	body		record.Document	true	"The whole document; what a GET gave is taken"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200,201	{object}	DocumentOne	"The document as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/documents/{id} [put]
func (s *Server) putDocument(x *exchange) error { return s.putRecord(x, record.TypeDocument) }

// patchDocument changes parts of a document.
//
//	@Summary	Change a document
//	@ID			patchDocument
//	@Tags		documents
//	@Param		id		path		string		true	"The document's id"
//	@Param		patch	body		Patch		true	"The keys that change; null takes one out, a list takes the place of the whole list"
//	@Param		writing	query		Changing	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	DocumentOne	"The document as it is served"
//	@Security	Bearer[editor]
//	@Router		/v1/documents/{id} [patch]
func (s *Server) patchDocument(x *exchange) error { return s.patchRecord(x, record.TypeDocument) }

// deleteDocument retracts a document.
//
//	@Summary	Retract a document
//	@ID			deleteDocument
//	@Tags		documents
//	@Param		id		path		string		true	"The document's id"
//	@Param		writing	query		Retracting	false	"What was seen, and what goes into the history"
//	@Success	200		{object}	RevisionOne	"The line of the history that tells of it"
//	@Security	Bearer[editor]
//	@Router		/v1/documents/{id} [delete]
func (s *Server) deleteDocument(x *exchange) error { return s.deleteRecord(x, record.TypeDocument) }
