"""The catalogue's tables, one tuple of statements a schema version, only ever appended to: what is written here has run on somebody's disk."""

from collections.abc import Sequence

Migration = Sequence[str]

FIRST: Migration = (
    """CREATE TABLE documents (
        document INTEGER PRIMARY KEY,
        stem TEXT NOT NULL,
        formato TEXT NOT NULL CHECK (formato IN ('pdf', 'html', 'texto')),
        url TEXT NOT NULL,
        name TEXT NOT NULL,
        expediente TEXT NOT NULL,
        kind TEXT NOT NULL,
        fecha_publicacion TEXT NOT NULL,
        ruling_id TEXT,
        ficticia INTEGER NOT NULL,
        UNIQUE (stem, formato)
    ) STRICT""",
    "CREATE INDEX documents_of_a_kind ON documents (expediente, kind)",
    "CREATE INDEX documents_of_a_ruling ON documents (ruling_id)",
    "CREATE INDEX documents_undecided ON documents (expediente, kind) WHERE ruling_id IS NULL",
    """CREATE TABLE versions (
        document INTEGER NOT NULL REFERENCES documents,
        version INTEGER NOT NULL CHECK (version > 0),
        sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        size INTEGER NOT NULL,
        media_type TEXT NOT NULL,
        source TEXT NOT NULL,
        obtained TEXT NOT NULL,
        estado TEXT NOT NULL CHECK (estado IN ('vigente', 'reemplazado', 'retirado_en_origen', 'duplicado')),
        lectura TEXT NOT NULL CHECK (lectura IN ('leido', 'sin_leer', 'pendiente')),
        words_sha256 TEXT,
        PRIMARY KEY (document, version),
        UNIQUE (document, sha256)
    ) STRICT""",
    "CREATE INDEX versions_of_a_content ON versions (sha256)",
    """CREATE TABLE listings (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        stem TEXT NOT NULL,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (source, key)
    ) STRICT""",
    "CREATE INDEX listings_of_a_document ON listings (stem)",
    """CREATE TABLE listing_history (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL,
        FOREIGN KEY (source, key) REFERENCES listings
    ) STRICT""",
    """CREATE TABLE issues (
        etapa TEXT NOT NULL,
        url TEXT NOT NULL,
        regla TEXT NOT NULL,
        fuente TEXT NOT NULL,
        expediente TEXT NOT NULL,
        mensaje TEXT NOT NULL,
        fecha TEXT NOT NULL,
        abierta INTEGER NOT NULL,
        PRIMARY KEY (etapa, url, regla)
    ) STRICT""",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY,
        tipo TEXT NOT NULL CHECK (tipo IN ('alta', 'cambio', 'retiro')),
        ruling_id TEXT NOT NULL,
        at TEXT NOT NULL,
        campos TEXT NOT NULL
    ) STRICT""",
    "CREATE TABLE announced (ruling_id TEXT PRIMARY KEY, record_sha256 TEXT NOT NULL) STRICT",
    """CREATE TABLE runs (
        number INTEGER PRIMARY KEY,
        command TEXT NOT NULL,
        source TEXT NOT NULL,
        started TEXT NOT NULL,
        finished TEXT,
        estado TEXT NOT NULL CHECK (estado IN ('en_curso', 'completa', 'incompleta', 'fallida')),
        counts TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE withdrawals (
        number INTEGER PRIMARY KEY,
        ruling_id TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('bloqueado', 'retirado', 'restaurado')),
        reason TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT""",
    # What is shown: a withdrawal lies over the version's own state and leaves it untouched, so that restoring is only another row.
    """CREATE VIEW held AS
        SELECT v.rowid AS row, d.*, v.version, v.sha256, v.size, v.media_type, v.source, v.obtained, v.lectura, v.words_sha256, v.estado AS own_estado,
            CASE WHEN w.ruling_id IS NULL THEN v.estado ELSE 'retirado_por_privacidad' END AS estado
        FROM versions v JOIN documents d USING (document)
        LEFT JOIN (SELECT ruling_id, state, max(number) FROM withdrawals GROUP BY ruling_id) w
            ON w.ruling_id = d.ruling_id AND w.state <> 'restaurado'""",
)

LOOKS: Migration = (
    # The last time that a document's address was asked for: `run` is the run of models.runs that did, `gone` the instant since which its source says
    # that it is not there (404, 410), null while it is. `etag` and `modified` are the validators that came with the bytes now current.
    """CREATE TABLE looks (
        document INTEGER PRIMARY KEY REFERENCES documents,
        run INTEGER NOT NULL,
        looked TEXT NOT NULL,
        etag TEXT NOT NULL,
        modified TEXT NOT NULL,
        gone TEXT
    ) STRICT""",
    # The rows of a source as the last walk saw them: `changed` is the run in which a row last said something else, `missed` the run that did not find it
    # in its month any more, `enriched` whether the source's detailed answer was had for what it says now.
    """CREATE TABLE sightings (
        source TEXT NOT NULL,
        key TEXT NOT NULL,
        month TEXT NOT NULL,
        row_sha256 TEXT NOT NULL,
        run INTEGER NOT NULL,
        changed INTEGER NOT NULL DEFAULT 0,
        missed INTEGER NOT NULL DEFAULT 0,
        enriched INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (source, key)
    ) STRICT""",
    "CREATE INDEX sightings_of_a_month ON sightings (source, month)",
    """CREATE TABLE months (
        source TEXT NOT NULL,
        month TEXT NOT NULL,
        digest TEXT NOT NULL,
        rows INTEGER NOT NULL,
        run INTEGER NOT NULL,
        looked TEXT NOT NULL,
        changed INTEGER NOT NULL DEFAULT 0,
        PRIMARY KEY (source, month)
    ) STRICT""",
    """CREATE TABLE vocabularies (
        source TEXT NOT NULL,
        name TEXT NOT NULL,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        PRIMARY KEY (source, name)
    ) STRICT""",
    "DROP VIEW held",
    """CREATE VIEW held AS
        SELECT v.rowid AS row, d.*, v.version, v.sha256, v.size, v.media_type, v.source, v.obtained, v.lectura, v.words_sha256, v.estado AS own_estado,
            CASE WHEN w.ruling_id IS NULL THEN v.estado ELSE 'retirado_por_privacidad' END AS estado,
            CASE WHEN v.estado = 'retirado_en_origen' THEN l.gone END AS gone
        FROM versions v JOIN documents d USING (document)
        LEFT JOIN looks l USING (document)
        LEFT JOIN (SELECT ruling_id, state, max(number) FROM withdrawals GROUP BY ruling_id) w
            ON w.ruling_id = d.ruling_id AND w.state <> 'restaurado'""",
)

CAUSAS: Migration = (
    # Cases as the consulta de causas tells them (models.causas_store), one row an id of its own: `said` is the record as JSON (models.causa.Causa),
    # `row_sha256` the row of the list, `seen` the run that last found it there, `changed` the one in which it last said something else, `missed` the
    # one that no longer found it (0 while it is there) and `gone` since when. `looked` is when its page was last read, null before; `look` in which run.
    """CREATE TABLE causas (
        causa TEXT PRIMARY KEY,
        expediente TEXT NOT NULL,
        proceso TEXT NOT NULL,
        anio TEXT NOT NULL,
        sala TEXT NOT NULL,
        ponente TEXT NOT NULL,
        tramite TEXT NOT NULL CHECK (tramite IN ('pendiente', 'en_tramite', 'resuelta')),
        ingreso TEXT NOT NULL,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        row_sha256 TEXT NOT NULL,
        seen INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        missed INTEGER NOT NULL DEFAULT 0,
        gone TEXT,
        look INTEGER NOT NULL DEFAULT 0,
        looked TEXT
    ) STRICT""",
    "CREATE INDEX causas_of_a_case ON causas (expediente)",
    """CREATE TABLE causa_history (
        causa TEXT NOT NULL REFERENCES causas,
        said TEXT NOT NULL,
        since TEXT NOT NULL,
        until TEXT NOT NULL
    ) STRICT""",
)
