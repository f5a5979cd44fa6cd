// Generated from the routes of the collector: npm run client:types writes it anew.

export interface paths {
    "/api/v1/predictions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send predictions
         * @description One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postPredictions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/outcomes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send outcomes: what turned out to be true of a prediction
         * @description One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postOutcomes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/oversight": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send oversight decisions: what people did about a prediction
         * @description One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postOversight"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scores": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send scores: what a check said of an answer
         * @description One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postScores"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/concerns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what people said of systems, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getConcerns"];
        put?: never;
        /**
         * Send concerns: what somebody said of a system
         * @description One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postConcerns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what changed about a system: models, deployments, prompts
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getChanges"];
        put?: never;
        /**
         * Send changes: what was deployed or reconfigured
         * @description One object, or an array of up to 16 MiB; gzip is welcome. What is refused is told by its index and kept in quarantine; the rest is stored.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postChanges"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send OpenTelemetry logs (OTLP over HTTP)
         * @description What the SDK and stock exporters send. Errors are `google.rpc.Status`.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postServerV1Logs"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/traces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send OpenTelemetry spans of generative models (OTLP over HTTP)
         * @description Calls of models become predictions, each once however many spans tell of it; other spans are counted and left. Errors are `google.rpc.Status`.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postServerV1Traces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send OpenTelemetry metrics of generative models (OTLP over HTTP)
         * @description `gen_ai.client.*` as clients count it, unsampled; other metrics are counted and left. Errors are `google.rpc.Status`.
         *
         *     Roles: `ingest`, `admin`.
         */
        post: operations["postServerV1Metrics"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List records that were sent and refused, the latest first
         * @description Roles: `operator`, `compliance`, `admin`, `auditor`.
         */
        get: operations["getQuarantine"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one refused record
         * @description Roles: `operator`, `compliance`, `admin`, `auditor`.
         */
        get: operations["getQuarantineId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a refused record in after all, with a reason
         * @description It goes through the same door as everything that is sent, and keeps the time of its first arrival where it has none of its own. Where its key may not append to its system, whoever replays it answers for it. To do it twice changes nothing. A ledger entry says who did it and why.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postQuarantineIdReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/quarantine/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide that a refused record is of no use, with a reason
         * @description What was kept of it stays to be looked at; it cannot be replayed any more.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postQuarantineIdDiscard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the AI systems that are declared or were seen
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one system
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was declared of a system over time, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsIdHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Measure a metric of a system over time
         * @description Each point has its sample and its bounds; where nothing was measured its value is null and `note` says why.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsIdSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare what a system is fed with its baseline
         * @description All features with their PSI; with `feature` one of them, with every distance, both histograms and the segments that the shift comes from.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getDrift"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the metrics that can be measured
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how the collector stands, and what of each journal can be read
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the features of a system: kind, coverage, baseline, distance
         * @description Those of the approved baseline, and whatever else predictions of the range came with: of these `baseline` is null, for nobody watches them. `GET /api/v1/drift` has the histograms.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsIdFeatures"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what a system asked of hosted models over time: calls, tokens, cost, ends
         * @description What a call does not say is counted and adds to no sum. Costs are worked out when they are asked for, by the price list as it is now, at the prices of the calls' days.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsIdCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/instrumentation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say which clients of hosted models are watched, which are not, which no longer
         * @description Of the systems whose heartbeats say anything of it; `tiltmeter doctor` asks here.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getInstrumentation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/client-metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what clients of hosted models counted themselves, beside the calls told of
         * @description Spans of calls are sampled, metrics are not: calls that were counted and not told of show. By provider and requested model, that with most calls first.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsIdClientMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/directives/{system}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ask whether a system may run
         * @description What the SDK asks in a long poll: with the last `ETag` in `If-None-Match` and `wait`, the answer comes when there is news, or is 304 after so many seconds. It is the same for a system that nobody has heard of.
         *
         *     Roles: `ingest`, `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getDirectivesSystem"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/suspension": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show whether a system may run, who decided that, and why
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSystemsIdSuspension"];
        put?: never;
        /**
         * Suspend a system to its fallback, refuse that, or resume it
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postSystemsIdSuspension"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/controls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the controls in force, and where each instance stands
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getControls"];
        /**
         * Put a control file in force beside those of the configuration
         * @description Checked as `tiltmeter controls check` does and put in force with all others, or not at all. It is kept, so a restart has it, and called `api:NAME` where files are named. A control that a file of the configuration has cannot be taken over. Who sent it stands in the ledger and in the revisions of its controls.
         *
         *     Roles: `compliance`, `admin`.
         */
        put: operations["putControls"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/controls/{id}/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the evaluations of one control, newest window first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getControlsIdEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the evaluations of all controls, newest window first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getEvaluations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evidence/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the evidence snapshot that a nonconformity rests on
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getEvidenceDigest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show which clauses of which framework the controls give evidence for
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/evaluation-counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show that controls ran: what the schedule asked for, and what was done
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getEvaluationCounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/controls/{id}/revisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the revisions of a control, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getControlsIdRevisions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List maintenance that people began, the latest first
         * @description Those of control files stand in the files.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getMaintenance"];
        put?: never;
        /**
         * Begin planned maintenance, in which nothing is raised
         * @description Windows that end in it are judged and recorded as always, and raise nothing; what still fires at its end is raised then. It ends by itself.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postMaintenance"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/maintenance/{id}/end": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End maintenance before its time
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postMaintenanceIdEnd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try out a control over the past
         * @description It runs in the background: `Location` says where its result will be.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postBacktests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backtests/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how far a backtest is, and what came of it
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getBacktestsId"];
        put?: never;
        post?: never;
        /**
         * Break off a backtest
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        delete: operations["deleteBacktestsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/baselines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List baselines, approved or not
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getBaselines"];
        put?: never;
        /**
         * Create a baseline
         * @description From a past window (`from`, `to`), from rows (`columns`), from what you made of your rows (`distributions`), or from the last days again and again (`rolling`). No control uses it until it is approved.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postBaselines"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/baselines/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a baseline with its distributions, as it is digested
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getBaselinesDigest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/baselines/{digest}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a baseline, so that controls judge by it
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postBaselinesDigestApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List nonconformities in the order of an inbox
         * @description Open before ended; open ones the gravest and oldest first, ended ones the newest first.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformities"];
        put?: never;
        /**
         * Raise a nonconformity that a person found
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNonconformities"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show one nonconformity: evidence, timeline, clocks, and where it may go
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change answers or citations of a record
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        patch: operations["patchNonconformitiesId"];
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a record on to its next state
         * @description `next` of the record says where it may go, and which fields each way takes.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdTransitions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Plan a corrective action, change, drop or finish it
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdActions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on a record
         * @description Roles: `operator`, `compliance`, `admin`, `auditor`.
         */
        post: operations["postNonconformitiesIdComments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/effectiveness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how it will be proved that the actions worked, and how far that has come
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdEffectiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/documents/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a document that a record speaks of
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdDocumentsDigest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the decisions that were made while the requirement was not fulfilled
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdDecisions"];
        put?: never;
        /**
         * Record what the re-review of affected decisions came to
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/decisions.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch all affected decisions as a table
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdDecisionsCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/duties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what falls due, the asker's own first, then the soonest
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getDuties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/duties": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show all that falls due of one record, by work and by law
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdDuties"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/incident": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * State whether a record is a serious incident
         * @description A statement that it may be one starts the clocks of the law and holds the evidence.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdIncident"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record that somebody outside was told
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdReports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/set-aside": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a reporting duty aside, with a reason
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdSetAside"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the systems whose evidence is held, those in force first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getHolds"];
        put?: never;
        /**
         * Hold the evidence of a system: nothing of it expires or is erased
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postHolds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holds/{id}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Release a hold, with a reason
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postHoldsIdRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was told to whom, newest first
         * @description A message is listed once it was composed or first tried; what waits is counted by channel.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNotifications"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a message with every try
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNotificationsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notifications/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a message again that was given up
         * @description Its tries begin anew, and a channel whose receiver wanted no more is used again.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNotificationsIdRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/notification-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how each channel stands
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNotificationChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/acknowledgement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that you have seen a record, so that nobody else is told because nobody answered
         * @description It stops the escalation of routes. It moves no record and stops no clock.
         *
         *     Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postNonconformitiesIdAcknowledgement"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/governance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show what people laid down: policies, objectives, risks, suppliers, reviewers
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getGovernance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/governance/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow each policy to the controls and limits that measure it
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getGovernanceChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show risks as people guessed them beside what is observed
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getRisks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/suppliers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the suppliers of models beside the traffic that names them
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSuppliers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accountability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who answers for each system
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAccountability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reviewer-authorisation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List decisions of people by whether they were allowed to make them
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getReviewerAuthorisation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calibrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List exercises in which reviewers were shown known errors, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getCalibrations"];
        put?: never;
        /**
         * Plan an exercise in which reviewers are shown known errors
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postCalibrations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stop-drills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List drills of stopping a system, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getStopDrills"];
        put?: never;
        /**
         * Record a drill of stopping a system
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postStopDrills"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/measured-stops": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List suspensions that happened, and how soon each took hold, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getMeasuredStops"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/applicability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the statement of applicability
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getApplicability"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attestations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List people's word that clauses are fulfilled, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAttestations"];
        put?: never;
        /**
         * Attest that a clause is fulfilled
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postAttestations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/cross-references": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List clauses of several frameworks that the same record serves
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getCrossReferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/citations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what else a record serves beyond what it cites
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdCitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/management-review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compute what management reviews over a period
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getManagementReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/management-reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List management reviews that were held, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getManagementReviews"];
        put?: never;
        /**
         * Record a management review of a period
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postManagementReviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/management-reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a management review with the figures that were before it
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getManagementReviewsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the management system as it stood at an instant
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-samples": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List samples that auditors drew, newest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAuditSamples"];
        put?: never;
        /**
         * Draw a sample that anybody can draw again
         * @description Roles: `auditor`, `compliance`, `admin`.
         */
        post: operations["postAuditSamples"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-samples/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show a sample with its items
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAuditSamplesId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve a version of a policy, an objective or a control
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postApprovals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/acknowledgements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say that one has read a policy
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        post: operations["postAcknowledgements"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record an assessment of risk and impact
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postAssessments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calibrations/{id}/results": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import the results of an exercise
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postCalibrationsIdResults"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attestations/{id}/withdrawal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw an attestation
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postAttestationsIdWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/management-reviews/{id}/decisions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a decision of a management review
         * @description Roles: `compliance`, `admin`.
         */
        post: operations["postManagementReviewsIdDecisions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/review-actions/{id}/completion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report an action of a management review done
         * @description Roles: `operator`, `compliance`, `admin`.
         */
        post: operations["postReviewActionsIdCompletion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the newest signed checkpoint
         * @description A C2SP signed note. Whoever keeps one can hold the collector to it.
         *
         *     Needs no key.
         */
        get: operations["getServerCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/checkpoint": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch the newest signed checkpoint
         * @description A C2SP signed note. Whoever keeps one can hold the collector to it.
         *
         *     Needs no key.
         */
        get: operations["getLedgerCheckpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tile/{level}/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a tile of the tree, or a bundle of entries
         * @description C2SP tlog-tiles: `/tile/0/x001/067`, `/tile/entries/000.p/12`.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getServerTileLevel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/tile/{level}/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a tile of the tree, or a bundle of entries
         * @description C2SP tlog-tiles: `/tile/0/x001/067`, `/tile/entries/000.p/12`.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerTileLevel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how the ledger stands, and who vouches for it
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List entries of the ledger, oldest first
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerEntries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/proofs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prove that the ledger has an entry, or that it only grew
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerProofs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prove that the ledger has an entry, or that it only grew
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerProof"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the keys that sign, or have signed, the ledger
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerKeys"];
        put?: never;
        /**
         * Hand the ledger over to a new signing key
         * @description Roles: `admin`.
         */
        post: operations["postLedgerKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/anchors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List who vouches for checkpoints, and what each last vouched for
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerAnchors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/anchors/{digest}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch what an anchor gave as proof
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerAnchorsDigest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger/past": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show the state of governance as it was
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getLedgerPast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow what happens, as server-sent events
         * @description `ledger` is an entry, `verdict` one that moved a control's state; both have the entry's index as `id`. `applied`: newer data can be read. `reset`: too much was missed, so read everything again.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether stored telemetry is still what was sealed
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getSeals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/seals/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Compare everything that is sealed with the store
         * @description It runs in the background; `GET /api/v1/seals` says how far it is.
         *
         *     Roles: `operator`, `compliance`, `admin`, `auditor`.
         */
        post: operations["postSealsCheck"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/nonconformities/{id}/completeness": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether the telemetry that a record rests on is complete
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getNonconformitiesIdCompleteness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/channels/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message that says it is a test, and tell what came back
         * @description The receiver's answer is told by its status and its first words alone. A channel is tested at most every ten seconds, and each test is an entry of the ledger.
         *
         *     Roles: `admin`.
         */
        post: operations["postChannelsNameTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was made to be handed over, newest first
         * @description Roles: `auditor`, `compliance`, `admin`.
         */
        get: operations["getExports"];
        put?: never;
        /**
         * Make an audit package, a register or an OSCAL document
         * @description It runs in the background: `Location` says where it will be.
         *
         *     Roles: `auditor`, `compliance`, `admin`.
         */
        post: operations["postExports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say how far an export is, and which files it has
         * @description Roles: `auditor`, `compliance`, `admin`.
         */
        get: operations["getExportsId"];
        put?: never;
        post?: never;
        /**
         * End or remove an export
         * @description Roles: `auditor`, `compliance`, `admin`.
         */
        delete: operations["deleteExportsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/{id}/files/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch a file of an export
         * @description Roles: `auditor`, `compliance`, `admin`.
         */
        get: operations["getExportsIdFilesName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/erasures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase what is known of a person
         * @description The proofs over it stand. With `dryRun` it is counted and nothing is done.
         *
         *     Roles: `compliance`, `admin`.
         */
        post: operations["postErasures"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Gather what a backup is copied from
         * @description As of one moment, within the data folder, where `tiltmeter backup` copies it. It is let go after six hours, and keeps until then what is erased meanwhile.
         *
         *     Roles: `admin`.
         */
        post: operations["postBackups"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/backups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let go what a backup was copied from
         * @description Roles: `admin`.
         */
        delete: operations["deleteBackupsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say what is kept for how long, what is due, and what is held
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getRetention"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say what is stored, what it takes, and until when there is room
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getStorage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/retention/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete what is past its time, now
         * @description The collector does so once a day by itself. With `dryRun` it is counted and nothing is done. What a jump of the clock, fewer days in the configuration or a first run make due goes with `confirm` alone.
         *
         *     Roles: `compliance`, `admin`.
         */
        post: operations["postRetentionRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/systems/{id}/predictions/{prediction}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read what a call was asked and answered
         * @description Prompts and answers are kept apart and encrypted. Each time somebody reads one is an entry of the ledger, with the reason.
         *
         *     Roles: `operator`, `compliance`, `admin`, `auditor`.
         */
        post: operations["postSystemsIdPredictionsPredictionContent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API keys, without their secrets
         * @description Roles: `admin`.
         */
        get: operations["getKeys"];
        put?: never;
        /**
         * Create an API key
         * @description Roles: `admin`.
         */
        post: operations["postKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a key's successor, and let the old one live for a while
         * @description The successor has the same role, systems and owner. Change over, then let the old one expire or revoke it; until then it cannot be rotated again.
         *
         *     Roles: `admin`.
         */
        post: operations["postKeysIdRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Roles: `admin`.
         */
        delete: operations["deleteKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your own keys
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAccountKeys"];
        put?: never;
        /**
         * Create a key of your own
         * @description It does at most what you may do, also later; what it does is recorded as yours.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        post: operations["postAccountKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/keys/{id}/rotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate a key of your own
         * @description The successor has the same role, systems and owner. Change over, then let the old one expire or revoke it; until then it cannot be rotated again.
         *
         *     Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        post: operations["postAccountKeysIdRotation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key of your own
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        delete: operations["deleteAccountKeysId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say who you are here
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAccount"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List accounts
         * @description Roles: `admin`.
         */
        get: operations["getAccounts"];
        put?: never;
        /**
         * Invite somebody
         * @description Makes an account and a link with which the person sets a password, once.
         *
         *     Roles: `admin`.
         */
        post: operations["postAccounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/first": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the first administrator's account
         * @description With an admin key that is nobody's own, while no administrator has an account. The password only serves to sign in once and set another one.
         *
         *     Roles: `admin`.
         */
        post: operations["postAccountsFirst"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{person}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show an account
         * @description Roles: `admin`.
         */
        get: operations["getAccountsPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change an account
         * @description Where a right changes, or it is disabled, the person is signed out everywhere.
         *
         *     Roles: `admin`.
         */
        patch: operations["patchAccountsPerson"];
        trace?: never;
    };
    "/api/v1/accounts/{person}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make another link to set a password
         * @description Roles: `admin`.
         */
        post: operations["postAccountsPersonInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts/{person}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Sign somebody out everywhere
         * @description Roles: `admin`.
         */
        delete: operations["deleteAccountsPersonSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/administration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was changed about access, by whom
         * @description Roles: `admin`.
         */
        get: operations["getAdministration"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List where you are signed in
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getAccountSessions"];
        put?: never;
        post?: never;
        /**
         * Sign out everywhere
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        delete: operations["deleteAccountSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/account/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of your sessions
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        delete: operations["deleteAccountSessionsId"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Scrape how the collector itself stands, for Prometheus
         * @description Roles: `viewer`, `operator`, `compliance`, `auditor`, `admin`.
         */
        get: operations["getServerMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say that the process lives
         * @description Needs no key.
         */
        get: operations["getServerHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether the collector may be sent to
         * @description Needs no key.
         */
        get: operations["getServerReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Fetch this description
         * @description Needs no key.
         */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Account: {
            /** @description A pseudonym: how the person stands in the ledger. */
            id: string;
            name: string;
            email: string;
            /**
             * @description `none`: the provider gives none any more.
             * @enum {string}
             */
            role: "viewer" | "operator" | "compliance" | "auditor" | "admin" | "none";
            /** @description Null: all. */
            systems: string[] | null;
            /** @enum {string} */
            state: "active" | "invited" | "disabled";
            hasPassword: boolean;
            /** @description Signs in through the provider. */
            hasIdentity: boolean;
            /** @description Its rights come from the provider at each sign-in. */
            isProvided: boolean;
            sessions: number;
            createdAt: components["schemas"]["Instant"];
            /** @description Until when its link works; null: there is none. */
            invitedUntil: components["schemas"]["Instant"] | null;
            lastSeenAt: components["schemas"]["Instant"] | null;
        };
        /** @description Who answers for one system. */
        Accountability: {
            system: string;
            owner: string | null;
            deputy: string | null;
            oversightRole: string | null;
            /** @description Reviewers of that role or for that system whose competence holds today. */
            reviewers: number;
            openRecords: number;
            /** @description What is missing, in words; empty: nothing. */
            gaps: string[];
        };
        /** @description Who says that an action is done, and where that can be seen. */
        ActionDone: {
            at: components["schemas"]["Instant"];
            by: string;
            /** @description A reference that somebody else can look up. */
            evidence: string;
        };
        Administration: {
            /** @description Index of the ledger's entry. */
            entry: number;
            at: components["schemas"]["Instant"];
            by: string;
            /** @description `signed in`, or by which key; null: the machine. */
            via: string | null;
            what: string;
        };
        /** @description What was decided while the requirement was not fulfilled. */
        AffectedDecisions: {
            fromAt: components["schemas"]["Instant"];
            toAt: components["schemas"]["Instant"];
            predictions: number;
            /** @description Of them with a known truth. */
            outcomes: number;
            /** @description Decisions of people about them. */
            reviews: number;
            /** @description Distinct subjects; null where no prediction names one. */
            subjects: number | null;
            /** @description How these numbers were come by, in a sentence or two. */
            method: string;
        };
        /** @description One decision that was made while the requirement was not fulfilled. */
        AffectedItem: {
            id: string;
            time: components["schemas"]["Instant"];
            modelVersion: string;
            label: string;
            score: number | null;
            status: string;
            /** @description What was said of it on re-review; null: nobody has looked yet. */
            decided: ("upheld" | "corrected" | "person_informed" | "no_remedy") | null;
            decidedAt: components["schemas"]["Instant"] | null;
        };
        /** @description Whether a clause or a control of a framework applies, and why. */
        Applicability: {
            framework: string;
            clause: string;
            applies: boolean;
            justification: string;
        };
        /** @description One line of the statement: one clause, or one control of an annex. */
        ApplicabilityLine: {
            framework: string;
            clause: string;
            title: string;
            /** @enum {string} */
            confidence: "high" | "medium" | "unconfirmed";
            /** @enum {string} */
            fit: "none" | "strong" | "partial" | "weak";
            /** @description Whether anybody has said that it applies; what nobody excluded applies. */
            applies: boolean;
            justification: string | null;
            /** @enum {string} */
            evidencedBy: "telemetry" | "stale" | "attestation" | "nothing" | "not_applicable";
            controls: {
                id: string;
                title: string;
                status: string;
                /** @description End of its newest window with a pass or a breach; null: there was none. */
                lastConclusiveAt: components["schemas"]["Instant"] | null;
                lastVerdict: ("pass" | "breach") | null;
                /** @enum {string} */
                fit: "none" | "strong" | "partial" | "weak";
                isFresh: boolean;
            }[];
            /** @description In force at the time, the newest first. */
            attestations: components["schemas"]["Attestation"][];
            /** @description End of the newest conclusive window of any of its controls. */
            lastAt: components["schemas"]["Instant"] | null;
        };
        /** @description One approval as the ledger has it. */
        Approval: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            at: components["schemas"]["Instant"];
            by: string;
            rationale: string;
            /** @description Digest of the backtest that it rests on. */
            backtest: string | null;
            weakened: string[];
            /** @enum {string} */
            subject: "policy" | "objective" | "control";
            id: string;
            /** @description A version, or the revision of a control. */
            version: string;
        };
        /** @description How the approval of one version stands. */
        ApprovalStanding: {
            /** @enum {string} */
            kind: "none" | "awaits_second" | "approved";
            /** @description Why a second person is needed: what it demands less, as names of the control file. */
            weakened: string[];
            approvals: components["schemas"]["Approval"][];
            /** @description When it was approved in full. */
            approvedAt: components["schemas"]["Instant"] | null;
        };
        /** @description The ledger that an answer was computed from. */
        AsOf: {
            size: number;
            root: string;
        };
        /** @description A person's word that a clause is fulfilled, as the ledger has it. */
        Attestation: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            framework: string;
            clause: string;
            statement: string;
            evidence: string;
            by: string;
            at: components["schemas"]["Instant"];
            expires: components["schemas"]["Instant"];
            /** @description Null: it stands. */
            withdrawn: {
                at: components["schemas"]["Instant"];
                by: string;
                reason: string;
            } | null;
        };
        AuditSample: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            /** @enum {string} */
            of: "nonconformities" | "approvals" | "evaluations";
            seed: string;
            count: number;
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            population: {
                size: number;
                digest: string;
            };
            document: string;
            asOf: components["schemas"]["AsOf"];
        };
        /** @description The management system as it stood at a past instant. */
        AuditState: {
            at: components["schemas"]["Instant"];
            asOf: components["schemas"]["AsOf"];
            controls: {
                id: string;
                revision: string;
                /** @description As its text says; null where that was not kept. */
                title: string | null;
                owner: string | null;
                status: string | null;
                limit: string | null;
                approvedAt: components["schemas"]["Instant"] | null;
            }[];
            systems: {
                id: string;
                status: string;
                owner: string | null;
                deputy: string | null;
                riskTier: string | null;
                oversightRole: string | null;
            }[];
            policies: {
                id: string;
                version: number;
                title: string;
                approvedAt: components["schemas"]["Instant"] | null;
            }[];
            nonconformities: {
                id: string;
                system: string;
                control: string | null;
                title: string;
                severity: string;
                state: string;
                owner: string | null;
                raisedAt: components["schemas"]["Instant"];
            }[];
        };
        /** @description Somebody who may decide about predictions. Always a pseudonym. */
        AuthorisedReviewer: {
            id: string;
            role: string;
            /** @description Empty: of all systems. */
            systems: string[];
            /** @description The last day on which the competence holds; null: it does not end. */
            until: string | null;
        };
        /** @description What a control would have made of a stretch of the past. Instants are Unix milliseconds. */
        Backtest: {
            control: string;
            title: string;
            revision: string;
            measure: string;
            owner: string;
            severity: string;
            clauses: {
                [key: string]: string[];
            };
            /** @description As people read them. */
            terms: {
                limit: string;
                proof: string;
                for: string;
            };
            fromMs: number;
            toMs: number;
            /** @description Windows that were judged, of all that closed. */
            windows: number;
            missed: number;
            instances: number;
            /** @description Verdicts, one an instance and window. */
            verdicts: {
                pass: number;
                breach: number;
                inconclusive: number;
                no_data: number;
                error: number;
            };
            /** @description Pass or breach ÷ all; null without any. */
            conclusive: number | null;
            /** @description The first `EPISODES_MAX`, in the order in which they fired. */
            episodes: components["schemas"]["BacktestEpisode"][];
            episodeCount: number;
            inside: number;
            outside: number;
            incidents: components["schemas"]["FoundIncident"][];
            /** @description Records that would have been raised. */
            raised: number;
            /** @description Stretches in which nothing at all was seen; the first hundred. */
            gaps: {
                fromMs: number;
                toMs: number;
            }[];
            /** @description One letter a stretch of `timelineMs`: firing, recovering, pending, error, breach, inconclusive, pass, no data. */
            timeline: string;
            timelineMs: number;
            errors: string[];
            cost: {
                ms: number;
                /** @description Questions that the store was asked, and how long it took over them. */
                questions: number;
                storeMs: number;
            };
        };
        /** @description One episode that would have been. */
        BacktestEpisode: {
            instance: {
                [key: string]: string;
            };
            firstBreachMs: number;
            firedMs: number;
            /** @description Null: it lasted beyond the end. */
            endedMs: number | null;
            value: number | null;
            n: number | null;
            bound: string | null;
            /** @description The known incident that it falls into; null: none. */
            incident: string | null;
        };
        /** @description Where a backtest stands. */
        BacktestReport: {
            id: string;
            by: string;
            started: components["schemas"]["Instant"];
            /** @enum {string} */
            status: "waiting" | "running" | "done" | "failed";
            /** @description Done, from 0 to 1. */
            share?: number;
            /** @description Why it failed. */
            reason?: string;
            /** @description There once it is done. */
            result?: components["schemas"]["Backtest"];
        };
        /** @description What a backup is copied from. */
        BackupGathered: {
            id: string;
            /** @description On the collector's machine; `files.json` in it lists the files. */
            folder: string;
            /** @description The moment that the data are of. */
            takenAt: string;
            /** @description Of the layout of the data folder. */
            dataVersion: number;
            /** @description The ClickHouse server that has the rest, if any. */
            server: string | null;
            bytes: number;
            files: number;
        };
        /** @description A named, versioned, digested reference that current data are compared with. */
        Baseline: {
            /** @description SHA-256 of the canonical JSON of everything else here, hex. */
            digest: string;
            system: string;
            name: string;
            /** @description Counts up from 1 for one system and name. */
            version: number;
            createdMs: number;
            /** @description Where it came from, in words: `window 2026-11-01…`, `columns`. */
            origin: string;
            rows: number;
            features: {
                [key: string]: components["schemas"]["FeatureBaseline"];
            };
            /** @description Texts and embeddings by name; their features are filled by profiles, never by a store. */
            derived?: {
                [key: string]: components["schemas"]["Derived"];
            };
            /**
             * @description Windows are compared with the same hours of the week.
             * @constant
             */
            seasonal?: "hour_of_week";
            /** @description Scores of a past whose truth was known: predicted label → true label → predictions by score bin (see `SCORE_BINS`). Performance without labels is estimated from it. */
            scores?: {
                [key: string]: {
                    [key: string]: number[];
                };
            };
            /** @description What the model answered: predicted label → predictions, at most 1,000 labels; `""`: all others together. Absent where nobody said. */
            outputs?: {
                [key: string]: number;
            };
            /** @description Rates accepted when the distributionsShape was approved; absent where not known. */
            rates: {
                overrideRate?: number;
                errorRate?: number;
                accuracy?: number;
            };
        };
        /** @description The reference that a feature is compared with, and who answers for it. */
        BaselineFacts: {
            name: string;
            version: number;
            digest: string;
            rows: number;
            /** @description Where it came from, in words. */
            origin: string;
            createdAt: components["schemas"]["Instant"];
            /** @description Null: not approved, so no control is judged by it. */
            approvedAt: components["schemas"]["Instant"] | null;
            approvedBy: string | null;
            /** @description Compared with the same hours of the week. */
            seasonal: boolean;
        };
        /** @description One distributionsShape, without the distributions. */
        BaselineSummary: {
            digest: string;
            system: string;
            name: string;
            version: number;
            createdAt: components["schemas"]["Instant"];
            rows: number;
            /** @description Renewed from the last `days` days every `everyDays`; `rule` is the version that was approved so. */
            rolling?: {
                days: number;
                everyDays: number;
                rule?: string;
            };
            approvedAt: components["schemas"]["Instant"] | null;
            approvedBy: string | null;
        };
        Bin: {
            /** @description Bounds or name, for people. */
            label: string;
            baseline: number;
            current: number;
            /** @description The bin's part of the PSI. */
            contribution: number;
        };
        Calibration: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            system: string;
            role: string;
            items: number;
            errors: number;
            from: components["schemas"]["Instant"];
            until: components["schemas"]["Instant"];
            plan: string;
            /** @description Null: not held yet. */
            recorded: {
                at: components["schemas"]["Instant"];
                by: string;
                results: components["schemas"]["CalibrationResult"][];
            } | null;
        };
        /** @description What reviewers of one role made of the errors that they were shown. Sums; no single person. */
        CalibrationResult: {
            role: string;
            reviewers: number;
            seeded: number;
            detected: number;
            sound: number;
            falseAlarms: number;
            /** @description Detected ÷ seeded; null without any. */
            detection: components["schemas"]["DetectionRate"] | null;
            /** @description False alarms ÷ sound; null without any. */
            falseAlarm: components["schemas"]["DetectionRate"] | null;
        };
        /** @description Calls of hosted models in one step. */
        CallPoint: {
            time: components["schemas"]["Instant"];
            calls: number;
            /** @description Calls that failed; the others were answered. */
            errors: number;
            /** @description Answered calls that do not say their tokens: no sum has them. */
            usageUnknown: number;
            /** @description Sums over the calls that say them. */
            tokens: {
                /** @description What was read from and written to a cache included. */
                input: number;
                cached: number;
                cacheWrite: number;
                /** @description What was reasoned included. */
                output: number;
                reasoning: number;
                /** @description Input tokens of the calls that say how many were cached. */
                cacheKnown: number;
            };
            /** @description At the prices of the calls' days. */
            cost: {
                /** @description Of the calls with known tokens and a price; null where there is none such. */
                usd: number | null;
                /** @description `provider/model` to calls that the price list does not price. */
                unpriced: {
                    [key: string]: number;
                };
            };
            firstChunk: {
                /** @description Seconds, exact to 1 %; null where no call says when its first chunk came. */
                p50: number | null;
                /** @description Seconds, exact to 1 %; null where no call says when its first chunk came. */
                p90: number | null;
                /** @description Seconds, exact to 1 %; null where no call says when its first chunk came. */
                p95: number | null;
                /** @description Seconds, exact to 1 %; null where no call says when its first chunk came. */
                p99: number | null;
            };
            refused: number;
            /** @description Calls that say whether the model declined. */
            refusalKnown: number;
            /** @description Reason, in the provider's word, to answers that ended so. */
            finishReasons: {
                [key: string]: number;
            };
            /** @description Answered calls that say no reason. */
            unfinished: number;
            /** @description Tool to how often it was asked for. */
            tools: {
                [key: string]: number;
            };
        };
        /** @description Calls of hosted models over time. */
        Calls: {
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            /** @description The price list that costs were worked out by. */
            prices: {
                asOf: string;
                currency: string;
                digest: string;
            } | null;
            series: {
                by: {
                    [key: string]: string;
                };
                /** @description Steps with calls, oldest first. */
                points: components["schemas"]["CallPoint"][];
            }[];
        };
        /** @description The reference distribution of one categorical feature. With `rare`: a cell for each of `categories`, one for all rare ones, and a last one for what was never seen, which is empty here: `counts.length === categories.length + 2`. Without `rare` (stored before there was such a list, or over 10,000 rare ones) new values cannot be told from rare ones and share the last cell: `counts.length === categories.length + 1`. */
        CategoricalBaseline: {
            /** @constant */
            kind: "categorical";
            /** @description The 100 most frequent, ties by text. */
            categories: string[];
            /** @description Every other one that is known, sorted by code units. */
            rare?: string[];
            counts: number[];
            missing: number;
            hourly?: [
                number,
                number
            ][][];
        };
        /** @description One control with what leads to it. */
        ChainLink: {
            policies: string[];
            objectives: string[];
            risks: string[];
            approval: components["schemas"]["ApprovalStanding"];
            id: string;
            title: string;
            requirement: string;
            status: string;
            owner: string;
            revision: string;
            /** @description Its approved limit, in words. */
            limit: string;
            /** @description What this revision demands less than the one that was approved before it. */
            weakened: string[];
        };
        /** @description What two samples of the distributionsShape itself show: quantiles of h·MMD² over random halves of it, h = nm/(n+m). Divided by the h of a comparison they are its false-alarm limits. */
        Chance: {
            resamples: number;
            median: number;
            p95: number;
            p99: number;
        };
        /** @description Something that changed about a system: a marker on its charts. */
        Change: {
            time: components["schemas"]["Instant"];
            /** @description `model`, `deployment`, `prompt` … */
            kind: string;
            summary: string;
        };
        /** @description What came of a test message. */
        ChannelTest: {
            channel: string;
            /**
             * @description `gone`: it wants no more messages.
             * @enum {string}
             */
            outcome: "delivered" | "failed" | "gone";
            /** @description Of HTTP or SMTP; null where no answer came. */
            status: number | null;
            detail: string;
            /** @description The first words of the answer, at most 80 characters. */
            words: string;
        };
        /** @description Another citationShape of the same matter, and how sure that is. */
        Citation: {
            framework: string;
            clause: string;
            title: string;
            /**
             * @description The less sure of the mapping and the clause itself.
             * @enum {string}
             */
            confidence: "high" | "medium" | "unconfirmed";
            /** @description Why: the kind of record. */
            record: string;
        };
        Citations: {
            /** @description Framework → clauses of the record. */
            cites: {
                [key: string]: string[];
            };
            /** @description Clauses of other frameworks that it serves too. */
            beside: components["schemas"]["Citation"][];
        };
        /** @description Records of one class of a system in a window, as far as their producers' numbering tells. */
        ClassCompleteness: {
            /** @description `prediction`, `outcome` and so on. */
            class: string;
            /** @description That came and are stored. */
            received: number;
            /** @description Of these, those without a number: nothing can be said of what is missing beside them. */
            unnumbered: number;
            /** @description Numbers between the first and the last that came; null: not measured, nobody numbers them. */
            expected: number | null;
            /** @description Of the expected, those that came at no time; null: not measured. */
            gaps: number | null;
            /** @description Dropped in the window, by the producers' own word; null: not measured, they send no heartbeats. */
            dropped: number | null;
        };
        /** @description A control that cites a clause. */
        ClauseControl: {
            id: string;
            title: string;
            status: string;
            /** @description How far this control evidences the clause. */
            fit: ("strong" | "partial" | "weak" | "none") | null;
            everySeconds: number;
            /** @description End of the newest window of the range with a pass or a breach; null where there is none. */
            lastConclusive: components["schemas"]["Instant"] | null;
            /** @description The worst of the newest verdicts of its instances; null where none was conclusive. */
            lastVerdict: ("pass" | "breach") | null;
        };
        ClauseCoverage: {
            id: string;
            title: string;
            /** @description How far telemetry can evidence it; `none`: it is for people to attest. Null: a clause unknown to us. */
            fit: ("strong" | "partial" | "weak" | "none") | null;
            /** @description Which records speak to it. */
            records: string | null;
            /** @description How sure the mapping is that the clause exists under this number and title. */
            confidence: ("high" | "medium" | "unconfirmed") | null;
            /** @description The day on which somebody compared it, ISO 8601. */
            verifiedOn: string | null;
            controls: components["schemas"]["ClauseControl"][];
        };
        ClientMetrics: {
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            items: {
                /** @description The provider; empty where it is not said. */
                supplier: string;
                requestModel: string;
                counted: {
                    /** @description Null: nothing says it. */
                    calls: number | null;
                    /** @description Null: nothing says it. */
                    errors: number | null;
                    /** @description Null: nothing says it. */
                    inputTokens: number | null;
                    /** @description Null: nothing says it. */
                    outputTokens: number | null;
                };
                told: {
                    /** @description Null: nothing says it. */
                    calls: number | null;
                    /** @description Null: nothing says it. */
                    errors: number | null;
                    /** @description Null: nothing says it. */
                    inputTokens: number | null;
                    /** @description Null: nothing says it. */
                    outputTokens: number | null;
                };
            }[];
        };
        /** @description A clockShape of a record at an instant. */
        Clock: {
            /** @enum {string} */
            state: "on_track" | "at_risk" | "breached" | "met";
            /** @description Of its time, from 0; above 1 where it was exceeded. Of a met one as it was then. */
            used: number;
            /** @description `acknowledge`, `contain`, `cause`, `actions`, `effectiveness`, `acceptance`, or `action A1`. */
            clock: string;
            /** @description From 1; a record that goes back, or is taken up again, begins another round with clocks of its own. Every cycle of the record begins one. */
            round: number;
            start: components["schemas"]["Instant"];
            atRisk: components["schemas"]["Instant"];
            due: components["schemas"]["Instant"];
            /** @description When what it asks for was reached; null while it was not. */
            met: components["schemas"]["Instant"] | null;
            /** @description In calendar time: null. */
            calendar: string | null;
        };
        /** @description What somebody said of a system, and what became of it. */
        Concern: {
            system: string;
            id: string;
            /** @enum {string} */
            standing: "open" | "acknowledged" | "resolved";
            kind: string;
            summary: string;
            reportedAt: components["schemas"]["Instant"] | null;
            acknowledgedAt: components["schemas"]["Instant"] | null;
            resolvedAt: components["schemas"]["Instant"] | null;
            /** @description The oldest first. */
            steps: {
                at: components["schemas"]["Instant"];
                /** @description `reported`, `acknowledged` or `resolved`. */
                status: string;
                kind: string;
                summary: string;
                /** @description Empty: anonymous. */
                by: string;
                environment: string;
            }[];
        };
        /** @description A concern of telemetry that a record was raised from. */
        ConcernRef: {
            system: string;
            id: string;
        };
        /** @description A suspension, and whether telemetry bears it out. */
        Containment: {
            sinceAt: components["schemas"]["Instant"];
            /** @description Null while it lasts. */
            endedAt: components["schemas"]["Instant"] | null;
            /** @description Predictions while it was in force: none where every process follows it; null: not found out. */
            predictions: number | null;
        };
        /** @description What a call was asked and answered. */
        Content: {
            system: string;
            prediction: string;
            /** @description Null: they are erased. */
            texts: {
                [key: string]: string;
            } | null;
        };
        /** @description One segment, feature or label, and how much of the breach it accounts for. */
        Contribution: {
            /** @enum {string} */
            kind: "segment" | "feature";
            name: string;
            /** @description The value of a segment; `""` for features. */
            value: string;
            n: number;
            /** @description What is compared, e.g. the error rate of this segment, or the PSI of this feature. */
            measured: number;
            /** @description Share of the whole, 0 to 1; null where the measure does not add up. */
            share: number | null;
        };
        /** @description One version of a control, as it was loaded. */
        ControlRevision: {
            revision: string;
            loadedAt: components["schemas"]["Instant"];
            /** @description Who loaded it: a key's name, or `tiltmeter` for a file that was read at a start. */
            by: string;
            /** @description Name of the file; null where it was not kept. */
            file: string | null;
            /** @description The canonical text, one term a line; null where it was not kept. */
            text: string | null;
        };
        /** @description Where one instance of a control stands. Instants are ends of windows. */
        ControlState: {
            /** @constant */
            phase: "ok";
        } | {
            /** @constant */
            phase: "pending";
            since: components["schemas"]["Instant"];
            windows: number;
        } | {
            /** @constant */
            phase: "firing";
            /** @description Content hash: the same breach has the same id however often it is replayed. */
            episode: string;
            firstBreachAt: components["schemas"]["Instant"];
            firedAt: components["schemas"]["Instant"];
        } | {
            /** @constant */
            phase: "recovering";
            episode: string;
            firstBreachAt: components["schemas"]["Instant"];
            firedAt: components["schemas"]["Instant"];
            recoveringSince: components["schemas"]["Instant"];
            windows: number;
        };
        /** @description What removes the cause, so that it does not happen again. What stopped the harm at hand is the correction, a field of the record. */
        CorrectiveAction: {
            /** @description `A1`, `A2` …: counts up within the record. */
            id: string;
            /** @description The cycle of the record in which it was planned. */
            cycle: number;
            what: string;
            owner: string;
            /** @description The last day for it, such as `2027-03-31`. */
            due: string;
            /** @description The change that carries it out (a commit, a release, a ticket); null: not named yet. */
            change: string | null;
            plannedAt: components["schemas"]["Instant"];
            done: components["schemas"]["ActionDone"] | null;
            /** @description Found not to be needed, and why; null while it stands. */
            dropped: {
                at: components["schemas"]["Instant"];
                by: string;
                text: string;
            } | null;
        };
        /** @description Which clauses of which framework the controls give evidence for, over a range. */
        Coverage: {
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            frameworks: components["schemas"]["FrameworkCoverage"][];
        };
        CreatedKey: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "ingest" | "viewer" | "operator" | "compliance" | "auditor" | "admin";
            /** @description Null: all. */
            systems: string[] | null;
            /**
             * @description `unusable`: its owner may no longer do what it does, so it is refused.
             * @enum {string}
             */
            state: "live" | "expired" | "revoked" | "unusable";
            /** @description Whose own it is; null: a program's. */
            owner: string | null;
            /** @description The key that takes its place. */
            successor: string | null;
            createdBy: string;
            createdAt: components["schemas"]["Instant"];
            /** @description Null: it does not expire. */
            expiresAt: components["schemas"]["Instant"] | null;
            /** @description Null: it was not revoked. */
            revokedAt: components["schemas"]["Instant"] | null;
            /** @description To five minutes; null: not seen in use. */
            lastUsedAt: components["schemas"]["Instant"] | null;
            /** @description The key itself: it is in this answer and nowhere else, ever. */
            key: string;
        };
        /** @description Clauses of several frameworks that the same record serves. */
        CrossReference: {
            /** @description Kind of record, in words. */
            record: string;
            /** @description Framework → clause ids. */
            clauses: {
                [key: string]: string[];
            };
            source: string;
            verifiedOn: string;
            /** @enum {string} */
            confidence: "high" | "medium" | "unconfirmed";
        };
        /** @description How far the re-review of a record's affected decisions has come. */
        DecisionReview: {
            at: components["schemas"]["Instant"];
            /** @description Decisions in the breach windows when it was last written. */
            affected: number;
            /** @description Distinct decisions reviewed so far, by the last word on each. */
            decided: {
                upheld: number;
                corrected: number;
                person_informed: number;
                no_remedy: number;
            };
            /** @description Digests of the lists, oldest first: prediction ids and what was decided. */
            lists: string[];
        };
        /** @description One change of what is declared of a system, in the words of `systems.yaml`. */
        DeclarationChange: {
            at: components["schemas"]["Instant"];
            by: string;
            field: string;
            from: string | null;
            to: string | null;
        };
        /** @description How a text or an embedding becomes ordinary features, named `NAME:…` in the distributionsShape. */
        Derived: {
            /** @constant */
            kind: "text";
        } | {
            /** @constant */
            kind: "embedding";
            dimensions: number;
            /** @description Seeds the random directions; a whole number in [0, 2³²). */
            seed: number;
            /** @description σ of the Gaussian kernel: the median distance of two distributionsShape vectors. */
            bandwidth: number;
        };
        /** @description A share, with its bounds at 95 %. */
        DetectionRate: {
            rate: number;
            lower: number;
            upper: number;
        };
        /** @description What happened to a system's directive. */
        DirectiveEvent: {
            at: components["schemas"]["Instant"];
            by: string;
            /** @constant */
            event: "suspension_proposed";
            control: string;
            record: string;
            why: string;
        } | {
            at: components["schemas"]["Instant"];
            by: string;
            /** @constant */
            event: "suspension_refused";
            records: string[];
            reason: string;
        } | {
            at: components["schemas"]["Instant"];
            by: string;
            /** @constant */
            event: "system_suspended";
            /** @enum {string} */
            ground: "approved" | "at_once" | "person";
            /** @description That did it at once; null where a person did. */
            control: string | null;
            records: string[];
            reason: string;
            until: components["schemas"]["Instant"] | null;
        } | {
            at: components["schemas"]["Instant"];
            by: string;
            /** @constant */
            event: "suspension_effective";
            /** @enum {string} */
            how: "acknowledged" | "fallback";
            producer: string;
        } | {
            at: components["schemas"]["Instant"];
            by: string;
            /** @constant */
            event: "system_resumed";
            records: string[];
            reason: string;
            /** @description When it ended: the entry of an expiry may come later. */
            ended: components["schemas"]["Instant"];
        };
        /** @description What a collector tells the processes of a system, as `GET /api/v1/directives/SYSTEM` answers it. */
        DirectiveMessage: {
            system: string;
            /** @enum {string} */
            directive: "run" | "suspend";
            /** @description ISO 8601; null where nothing was ever decided. */
            since: string | null;
            /** @description ISO 8601: a suspension ends by itself then; null: when the collector says so. */
            until: string | null;
            /** @description `approved`, `at_once`, `person`, `resumed` or `expired`; null where nothing was ever decided. */
            reason: string | null;
            /** @description Id of the nonconformity that it stands on; null: on none. */
            record: string | null;
            /** @description As in the header `ETag`, without its quotes. */
            etag: string;
        };
        /** @description Content under its digest; `kind` says what it holds. */
        Document: {
            [key: string]: unknown;
        };
        /** @description Every feature of a system beside its baseline. */
        Drift: {
            system: string;
            baseline: {
                name: string;
                digest: string;
                rows: number;
            } | null;
            /** @description Most drifted first. Empty without a baseline. */
            features: components["schemas"]["FeatureDrift"][];
        };
        /** @description One thing that falls due, of one record. */
        DutyItem: {
            /** @description The same for as long as it is the same. */
            id: string;
            /**
             * @description The next step of the work, a corrective action, an accepted risk, or a report to somebody outside.
             * @enum {string}
             */
            kind: "work" | "action" | "acceptance" | "report";
            record: string;
            title: string;
            system: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            /** @enum {string} */
            recordState: "raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void";
            /** @description Of the action, of the record, or of its system as declared; null: nobody. */
            owner: string | null;
            mine: boolean;
            /** @description A clock's name, or of a report its citation. */
            clock: string;
            start: components["schemas"]["Instant"];
            due: components["schemas"]["Instant"];
            /** @enum {string} */
            state: "on_track" | "at_risk" | "breached";
            /** @description Of its time, from 0; above 1 where it was exceeded. */
            used: number;
        };
        /** @description The machine's answer to a plan: people may not say otherwise. */
        EffectivenessJudgement: {
            cycle: number;
            /** @enum {string} */
            result: "demonstrated" | "not_demonstrated" | "refuted";
            judgedAt: components["schemas"]["Instant"];
            /** @description The actions were done: windows that begin before count for nothing. */
            startAt: components["schemas"]["Instant"];
            /** @description End of the last window that was looked at; the start where there is none yet. */
            toAt: components["schemas"]["Instant"];
            /** @description What is missing, or what refutes it; for `demonstrated` what shows it. At least one. */
            reasons: components["schemas"]["JudgementReason"][];
            /** @description Of the instance that is furthest from its proof. */
            windows: components["schemas"]["JudgedWindows"];
            /** @description Over all windows together, of the same instance; null where nothing was measured. */
            pooled: components["schemas"]["PooledMeasurement"] | null;
            /** @description Model versions that it was judged on in place of those that were replaced. */
            successors: string[];
            /** @description SHA-256 (hex) of the evidence document. */
            evidence: string;
        };
        /** @description How it will be shown that the corrective action worked: fixed before the actions begin, so that it cannot be fitted to their result, and never changed afterwards. */
        EffectivenessPlan: components["schemas"]["MeasuredPlan"] | components["schemas"]["UnmeasuredPlan"];
        /** @description How the effect of a record's actions is shown, and how far that has come. */
        EffectivenessView: {
            /** @description Of the present cycle; null: nothing is planned yet. */
            plan: (components["schemas"]["MeasuredPlan"] | components["schemas"]["UnmeasuredPlan"]) | null;
            /** @description The plan is what would be promised if the actions began now. */
            isPreview: boolean;
            /** @description What telemetry says at present; null: nothing is under test, or nobody has looked yet. */
            standing: {
                cycle: number;
                /** @enum {string} */
                result: "demonstrated" | "not_demonstrated" | "refuted";
                judgedAt: components["schemas"]["Instant"];
                /** @description The actions were done: windows that begin before count for nothing. */
                startAt: components["schemas"]["Instant"];
                /** @description End of the last window that was looked at; the start where there is none yet. */
                toAt: components["schemas"]["Instant"];
                /** @description What is missing, or what refutes it; for `demonstrated` what shows it. At least one. */
                reasons: components["schemas"]["JudgementReason"][];
                /** @description Of the instance that is furthest from its proof. */
                windows: components["schemas"]["JudgedWindows"];
                /** @description Over all windows together, of the same instance; null where nothing was measured. */
                pooled: components["schemas"]["PooledMeasurement"] | null;
                /** @description Model versions that it was judged on in place of those that were replaced. */
                successors: string[];
            } | null;
        };
        /** @description Another system that shares something with the record's. */
        Elsewhere: {
            system: string;
            /** @description What it shares: `model spam-filter v3`, `supplier acme`, `feature income`, `control drift.inputs`. */
            shares: string[];
        };
        /** @description One uninterrupted breach of one control instance, as the record keeps it. */
        Episode: {
            /** @description Content hash of control, instance and first breaching window. */
            id: string;
            instance: {
                [key: string]: string;
            };
            firstBreachAt: components["schemas"]["Instant"];
            firedAt: components["schemas"]["Instant"];
            /** @description Null while it lasts. */
            endedAt: components["schemas"]["Instant"] | null;
            /** @description The value, bounds and sample of the window in which it fired. */
            value: number;
            lower: number | null;
            upper: number | null;
            n: number;
        };
        /** @description How much was known, by kind. */
        Erasure: {
            /** @description Of the ledger that say so. */
            entries: number[];
            texts: number;
            names: number;
            rows: number;
            /** @description Keys under which texts were encrypted. */
            keys: number;
        };
        /** @description Whether a control was watched over a range: what the schedule asked for, and what was done. */
        EvaluationCounts: {
            control: string;
            /** @description Windows of the range that were due since the control was first evaluated. */
            scheduled: number;
            /** @description Windows with at least one stored evaluation. */
            judged: number;
            /** @description Judged only after the next one was due already: made up for after a gap. */
            backFilled: number;
            /** @description First verdicts on windows of instances; what late data amended is not counted again. */
            evaluations: number;
            /** @description Of those, pass or breach. */
            conclusive: number;
            /** @description Scheduled and not judged. */
            missed: number;
            /** @description End of the newest window with a pass or a breach; null where there is none in the range. */
            lastConclusive: components["schemas"]["Instant"] | null;
        };
        /** @description What a finding rests on, frozen as it was raised. */
        EvidenceSnapshot: {
            control: {
                id: string;
                revision: string;
                text: string;
            };
            window: {
                from: components["schemas"]["Instant"];
                to: components["schemas"]["Instant"];
            };
            /** @description What the record is about. */
            group?: {
                [key: string]: string;
            };
            /** @description Those that fired, the worst first; at most 200. */
            instances: {
                labels: {
                    [key: string]: string;
                };
                /** @description Of the breach, as the record has it. */
                episode?: string;
                /** @description The limit that it broke, in words. */
                bound?: string;
                measurement: components["schemas"]["Measurement"];
                /** @description Both histograms, where it is a distance. */
                bins: {
                    label: string;
                    baseline: number;
                    current: number;
                    contribution: number;
                }[];
                /** @description Every number that it was measured on. */
                evidence?: unknown;
            }[];
            instancesFired?: number;
            baseline: {
                name: string;
                version?: number;
                digest: string;
            } | null;
            /** @description Ids of a few, to look at. */
            predictions: string[];
            /** @description Name and version of the store that answered. */
            engine: string;
            /** @description What the store was asked, in words and as it was. */
            query?: {
                text: string;
                request: unknown;
            };
            /** @description Of the system's telemetry; null: its producers send no sequence numbers. */
            completeness?: unknown;
            /** @description What could not be read, and why. */
            missing?: string[];
        };
        /** @description What the machine found out about a record by looking at telemetry and governance: the summary, as the ledger has it. A few kilobytes; the whole is a document in the content store. */
        Examination: {
            examinedAt: components["schemas"]["Instant"];
            /** @enum {string} */
            occasion: "raised" | "episode_added" | "assessed" | "contained" | "acted";
            /** @description Episodes that the record had then: with more of them it is examined anew. */
            episodes: number;
            /** @description Null: not found out; `unknown` says why. As every part below. */
            decisions: components["schemas"]["AffectedDecisions"] | null;
            /** @description Where the breach comes from, the largest contribution first; at most five of each kind. */
            contributions: components["schemas"]["Contribution"][] | null;
            /** @description Changes in the seven days before the first breach, newest first; at most ten are named. */
            changes: {
                count: number;
                first: components["schemas"]["FoundChange"][];
            } | null;
            /** @description The same of the time since the first breach: what was done about it, as far as telemetry knows. */
            since?: {
                count: number;
                first: components["schemas"]["FoundChange"][];
            } | null;
            /** @description The last suspension since the first breach; null: there was none. */
            containment?: components["schemas"]["Containment"] | null;
            /** @description Other systems that the same cause could reach; at most ten are named. */
            elsewhere: {
                count: number;
                first: components["schemas"]["Elsewhere"][];
            } | null;
            /** @description Open records that are alike; at most ten are named. */
            similar: {
                count: number;
                first: components["schemas"]["SimilarRecord"][];
            } | null;
            unknown: components["schemas"]["NotFoundOut"][];
            /**
             * @description Something could not be read and may be at another time: the machine looks again.
             * @constant
             */
            isIncomplete?: true;
            /** @description SHA-256 (hex) of the document with everything, in the content store. */
            document: string;
        };
        /** @description Where an export stands. */
        ExportReport: {
            id: string;
            by: string;
            started: components["schemas"]["Instant"];
            /** @enum {string} */
            kind: "audit" | "register" | "oscal";
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            /** @description Null: all. */
            systems: string[] | null;
            sample: {
                count: number;
                seed: string;
            } | null;
            /** @enum {string} */
            status: "waiting" | "running" | "done" | "failed";
            /** @description Done, from 0 to 1. */
            share?: number;
            /** @description What it is at. */
            what?: string;
            /** @description Why it failed. */
            reason?: string;
            /** @description Of the main file. */
            digest?: string;
            files?: {
                name: string;
                bytes: number;
                sha256: string;
            }[];
            /** @description What could not be handed over. */
            missing?: string[];
        };
        FeatureBaseline: components["schemas"]["NumericBaseline"] | components["schemas"]["CategoricalBaseline"] | components["schemas"]["SumsBaseline"];
        /** @description Everything about one feature of a system. */
        FeatureDetail: {
            system: string;
            /** @description Null: all versions together. */
            modelVersion: string | null;
            /** @description Other features that the same embedding became, and that say more of it as a whole. */
            related?: string[];
            baseline: components["schemas"]["BaselineFacts"] | null;
            /** @description Why there was nothing to compare, and what to do. */
            problem?: string;
            /** @description The one that was asked for, or none. */
            features: components["schemas"]["FeatureFindings"][];
        };
        /** @description One distance between a feature's baseline and its live values. */
        FeatureDistance: {
            /** @description As in the catalogue; `largest_difference`, `chi_squared` and `cramers_v` are in none. */
            id: string;
            title: string;
            /** @description Null where nothing was measured; `note` says why. */
            value: number | null;
            /** @description Bounds at the confidence that was asked; null where the metric has none. */
            lower: number | null;
            upper: number | null;
            /** @description Sample size; absent where nothing was measured. */
            n?: number;
            /** @description What a reader needs to recompute the value, as plain data. */
            detail?: {
                [key: string]: unknown;
            };
            /** @description Why nothing was measured. */
            note?: string;
            /** @description Counted in cells, the statistic of the values themselves lies in here; null: nothing is hidden. */
            bracket: {
                lower: number;
                upper: number;
            } | null;
            pValue: number | null;
            /** @description What counts as a shift where a control names no limit of its own; null: for information. */
            threshold: number | null;
            source: string;
        };
        /** @description How far one feature stands from its baseline. */
        FeatureDrift: {
            feature: string;
            /** @enum {string} */
            kind: "numeric" | "categorical" | "vectors";
            /** @constant */
            metric: "psi";
            /** @description Null where nothing was measured; `note` says why. */
            value: number | null;
            /** @description Bounds at the confidence that was asked; null where the metric has none. */
            lower: number | null;
            upper: number | null;
            /** @description Sample size; absent where nothing was measured. */
            n?: number;
            /** @description What a reader needs to recompute the value, as plain data. */
            detail?: {
                [key: string]: unknown;
            };
            /** @description Why nothing was measured. */
            note?: string;
            /** @description The bins that PSI used, with counts of both sides. */
            bins: components["schemas"]["Bin"][];
            missing: {
                baseline: number;
                current: number;
            };
        };
        /** @description What was found of one feature in one range. */
        FeatureFindings: {
            feature: string;
            /** @constant */
            metric: "psi";
            /** @description Null where nothing was measured; `note` says why. */
            value: number | null;
            /** @description Bounds at the confidence that was asked; null where the metric has none. */
            lower: number | null;
            upper: number | null;
            /** @description Sample size; absent where nothing was measured. */
            n?: number;
            /** @description What a reader needs to recompute the value, as plain data. */
            detail?: {
                [key: string]: unknown;
            };
            /** @description Why nothing was measured. */
            note?: string;
            /**
             * @description `vectors`: a mean of embeddings, which has no bins.
             * @enum {string}
             */
            kind: "numeric" | "categorical" | "vectors";
            predictions: number;
            /** @description Predictions with a value of this feature. */
            values: number;
            missing: {
                baseline: number;
                current: number;
            };
            /** @description Of the missing: NaN, and values of a kind that the feature does not have. */
            notANumber: number;
            wrongType: number;
            /** @description Of the values: ±Infinity. */
            infinite: number;
            /** @description Smallest and largest finite value of each side; null without one, and for categories. */
            extremes: {
                baseline: {
                    min: number;
                    max: number;
                } | null;
                current: {
                    min: number;
                    max: number;
                } | null;
            };
            /** @description Both histograms with each bin's part of the PSI; empty for vectors. */
            bins: components["schemas"]["Bin"][];
            distances: components["schemas"]["FeatureDistance"][];
            /** @description The smallest PSI that these sample sizes can tell from chance; null where there is none. */
            smallestDetectable: number | null;
            quality: components["schemas"]["QualityCheck"][];
            segments: components["schemas"]["SegmentShift"][];
            /** @description Segments that were not looked into. */
            segmentsLeft: string[];
        };
        /** @description One thing that a person fills in. */
        Field: {
            name: string;
            label: string;
            /**
             * @description Free text and persons' names never stand in the ledger itself; what else there is may.
             * @enum {string}
             */
            kind: "text" | "person" | "option" | "date" | "instant" | "record";
            required: boolean;
            /** @description The only answers there are; absent: free text. */
            options?: string[];
        };
        FirstAccount: {
            id: string;
            /** @description It only serves to sign in once and set another one. */
            password: string;
            mustChange: boolean;
        };
        /** @description Something that changed before the breach and may have caused it. */
        FoundChange: {
            at: components["schemas"]["Instant"];
            /** @enum {string} */
            kind: "control" | "model_version" | "baseline" | "declaration" | "reported" | "suspension" | "resumption";
            what: string;
        };
        /** @description How a known incident would have been found. */
        FoundIncident: {
            /** @description Episodes that fell into it. */
            fragments: number;
            /** @description From its begin until the first of them was told; null: never. */
            afterMs: number | null;
            /** @description From its begin until the first warning; null: none. */
            warnedAfterMs: number | null;
            name: string;
            fromMs: number;
            toMs: number;
            /** @description Null: whichever. */
            system: string | null;
        };
        FrameworkCoverage: {
            id: string;
            name: string;
            /** @description Where its clauses were compared: what each source is. */
            sources: string[];
            /** @description In the order of the framework; one that controls cite and the framework does not have comes last. */
            clauses: components["schemas"]["ClauseCoverage"][];
            /** @description Evaluations that the schedule asked for, of the controls that cite it, each control once. */
            scheduled: number;
            /** @description Of those, pass or breach. */
            conclusive: number;
        };
        /** @description What people lay down about governance, in one file. Plain JSON. */
        Governance: {
            policies: components["schemas"]["Policy"][];
            objectives: components["schemas"]["Objective"][];
            risks: components["schemas"]["Risk"][];
            suppliers: components["schemas"]["Supplier"][];
            reviewers: components["schemas"]["AuthorisedReviewer"][];
            issues: components["schemas"]["Issue"][];
            applicability: components["schemas"]["Applicability"][];
        };
        /** @description One thing of the file that is not what it was. */
        GovernanceChange: {
            /** @enum {string} */
            list: "policies" | "objectives" | "risks" | "suppliers" | "reviewers" | "issues" | "applicability";
            id: string;
            /** @enum {string} */
            change: "added" | "changed" | "removed";
            /** @description Names, as in the code, of what differs; empty where it was added or removed. */
            fields: string[];
        };
        HeldReview: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            document: string;
            asOf: components["schemas"]["AsOf"];
            summary: string;
            actions: components["schemas"]["ReviewAction"][];
        };
        HeldReviewItem: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            document: string;
            asOf: components["schemas"]["AsOf"];
            summary: string;
            actions: components["schemas"]["ReviewAction"][];
            /** @description What was before it. */
            pack: components["schemas"]["ReviewPack"] | null;
        };
        /** @description Nothing of a system expires, is trimmed or erased while one of its holds is not released. */
        Hold: {
            id: string;
            system: string;
            placedAt: components["schemas"]["Instant"];
            /** @description A pseudonym or a key's name; `tiltmeter` where a statement of an incident placed it. */
            placedBy: string;
            /** @description Who said that it may be a serious incident; null: a person placed the hold itself. */
            statedBy: string | null;
            /** @description The record that it stands on; null: none. */
            record: string | null;
            reason: string;
            released: {
                at: components["schemas"]["Instant"];
                by: string;
                reason: string;
            } | null;
            /** @description Oldest first. */
            alarms: components["schemas"]["HoldAlarm"][];
        };
        /** @description Something that changed on a system while its evidence was held. */
        HoldAlarm: {
            at: components["schemas"]["Instant"];
            /** @enum {string} */
            what: "control" | "model_version" | "reported_change" | "baseline" | "declaration" | "suspension_ended";
            /** @description In plain words. */
            detail: string;
        };
        /** @description What was recorded of a record as an incident. */
        IncidentEvent: {
            /** @constant */
            event: "stated";
            at: components["schemas"]["Instant"];
            by: string;
            /** @enum {string} */
            serious: "no" | "suspected" | "yes";
            kinds: ("death" | "critical_infrastructure" | "widespread_infringement" | "personal_data_breach" | "significant_incident")[];
            /** @description When the organisation became aware; null: not said. */
            awareAt: components["schemas"]["Instant"] | null;
            reason: string;
        } | {
            /** @constant */
            event: "reported";
            at: components["schemas"]["Instant"];
            by: string;
            /** @description Id of the reporting duty. */
            duty: string;
            /** @enum {string} */
            stage: "initial" | "complete";
            /** @description When it was sent. */
            madeAt: components["schemas"]["Instant"];
            /** @description Where the report can be found: a case number, a link. */
            reference: string;
        } | {
            /** @constant */
            event: "set_aside";
            at: components["schemas"]["Instant"];
            by: string;
            duty: string;
            reason: string;
        };
        /** @description One control instance as it stands. */
        InstanceStatus: {
            control: string;
            labels: {
                [key: string]: string;
            };
            state: components["schemas"]["ControlState"];
            verdict: components["schemas"]["Verdict"];
            windowStart: components["schemas"]["Instant"];
            windowEnd: components["schemas"]["Instant"];
        };
        /**
         * Format: date-time
         * @description ISO 8601 in UTC: `2026-11-23T10:00:00.000Z`.
         */
        Instant: string;
        /** @description What heartbeats of a system say of the clients that it calls hosted models with. */
        Instrumentation: {
            system: string;
            /** @description Heard from in the last day. */
            processes: number;
            /** @description What any of them watches, with its version: `openai@7.59.0`. */
            watched: string[];
            /** @description What any of them has loaded or installed and does not watch. */
            unwatched: string[];
            /** @description What was watched in the last week and no longer is. */
            lost: string[];
        };
        Invitation: {
            id: string;
            /** @description The link, behind the collector's address. It works once. */
            path: string;
            expiresAt: components["schemas"]["Instant"];
        };
        /** @description What bears on the management system: an issue from outside or inside, or what a party needs. */
        Issue: {
            id: string;
            /** @enum {string} */
            kind: "external" | "internal" | "interested_party";
            title: string;
            /** @description The day since which it stands as it does. */
            since: string;
            note: string | null;
        };
        /** @description Windows since the start. */
        JudgedWindows: {
            /** @description That have closed and could be judged. */
            scheduled: number;
            passed: number;
            breached: number;
            /** @description Inconclusive, without data, in error, or never evaluated. */
            open: number;
            /** @description Passes of the run that counts: without a breach, and with the coverage that the plan asks for. */
            run: number;
            /** @description Conclusive ÷ scheduled in that run; null where there is none. */
            coverage: number | null;
        };
        /** @description One reason, for programs and for people. */
        JudgementReason: {
            /** @enum {string} */
            code: "bound" | "shown" | "successor" | "windows_missing" | "coverage" | "no_data" | "not_pooled" | "control_gone" | "control_revised" | "control_weakened" | "baseline_changed" | "episode" | "breach" | "pooled_breach";
            text: string;
        };
        /** @description An API key, without its secret. */
        Key: {
            id: string;
            name: string;
            /** @enum {string} */
            role: "ingest" | "viewer" | "operator" | "compliance" | "auditor" | "admin";
            /** @description Null: all. */
            systems: string[] | null;
            /**
             * @description `unusable`: its owner may no longer do what it does, so it is refused.
             * @enum {string}
             */
            state: "live" | "expired" | "revoked" | "unusable";
            /** @description Whose own it is; null: a program's. */
            owner: string | null;
            /** @description The key that takes its place. */
            successor: string | null;
            createdBy: string;
            createdAt: components["schemas"]["Instant"];
            /** @description Null: it does not expire. */
            expiresAt: components["schemas"]["Instant"] | null;
            /** @description Null: it was not revoked. */
            revokedAt: components["schemas"]["Instant"] | null;
            /** @description To five minutes; null: not seen in use. */
            lastUsedAt: components["schemas"]["Instant"] | null;
        };
        /** @description The governance file as it stands. */
        LaidDown: {
            /** @description Null: none is configured. */
            file: string | null;
            document: string | null;
            loadedAt: components["schemas"]["Instant"] | null;
            governance: components["schemas"]["Governance"];
            /** @description Every time that another state of it was put in force, newest first. */
            history: {
                at: components["schemas"]["Instant"];
                document: string | null;
                changes: {
                    added: number;
                    changed: number;
                    removed: number;
                };
                changed: components["schemas"]["GovernanceChange"][];
            }[];
        };
        /** @description One place or party that vouches for checkpoints. */
        LedgerAnchor: {
            name: string;
            /** @enum {string} */
            kind: "copy" | "rfc3161" | "witness" | "rekor";
            /** @description Where it leads, without secrets. */
            where: string;
            /** @description Something that whoever runs the collector should know of it; null: nothing. */
            warning: string | null;
            /** @description The newest checkpoint that it has vouched for; null: none yet. */
            obtained: {
                at: components["schemas"]["Instant"];
                size: number;
                /** @description By the other side's clock; null where it does not say. */
                attested: components["schemas"]["Instant"] | null;
                /** @description Digest of the document that proves it. */
                document: string;
            } | null;
            /** @description What failed since; null: nothing. */
            failure: {
                at: components["schemas"]["Instant"];
                failures: number;
                detail: string;
                next: components["schemas"]["Instant"];
            } | null;
        };
        LedgerEntry: {
            index: number;
            leafHash: string;
            /** @description As it was hashed; its `type` says which members it has (docs/ledger.md). */
            entry: {
                [key: string]: unknown;
            };
        };
        /** @description A key that signs, or has signed, the ledger. */
        LedgerKey: {
            /** @description Eight hex digits. */
            id: string;
            /** @description The public key as text: what an auditor keeps. */
            vkey: string;
            since: components["schemas"]["Instant"];
            /** @description Of the entry that says so. */
            index: number;
            by: string;
            /** @description False of the first, and of one that stands in for a key that was lost. */
            isSignedByFormer: boolean;
        };
        /** @description The state of governance as it was. */
        LedgerPast: {
            size: number;
            /** @description SHA-256 in hex. */
            root: string;
            /** @description Of the last entry; null: there was none. */
            last: components["schemas"]["Instant"] | null;
            nonconformities: number;
            open: number;
            systems: number;
            controls: number;
            baselines: number;
            suspended: string[];
        };
        /** @description How the ledger stands, and what others need to hold it to its word. */
        LedgerStanding: {
            origin: string;
            size: number;
            /** @description SHA-256 in hex. */
            root: string;
            /** @description The newest that was signed; null: none yet. */
            checkpoint: {
                size: number;
                /** @description The signed note, as it is served. */
                text: string;
                /** @description Null: before this start. */
                at: components["schemas"]["Instant"] | null;
            } | null;
            /** @description Oldest first; the last one signs. */
            keys: components["schemas"]["LedgerKey"][];
            heartbeat: {
                last: components["schemas"]["Instant"];
                everySeconds: number;
                count: number;
            } | null;
            /** @description Times of which nobody knows, since no sign of life came; the newest first. */
            silences: {
                from: components["schemas"]["Instant"];
                to: components["schemas"]["Instant"];
                /** @description The planned maintenance of the collector that it lies in. */
                maintenance: string | null;
            }[];
            /** @description Telemetry that was acknowledged and can no longer be read; the newest first. */
            gaps: {
                at: components["schemas"]["Instant"];
                journal: string;
                afterSeq: number;
                beforeSeq: number | null;
            }[];
            /** @description Journals whose rows are sealed, and up to which of their batches. */
            seals: {
                journal: string;
                toSeq: number;
            }[];
            /** @description Journals with whose count the store was compared, by the last comparison of each. */
            reconciled: {
                at: components["schemas"]["Instant"];
                journal: string;
                /** @description The last batch that was compared. */
                toSeq: number;
                /** @description Null: that cannot be said. */
                agrees: boolean | null;
            }[];
            erasures: number;
            anchors: components["schemas"]["LedgerAnchor"][];
            /** @description How often checkpoints are shown to others. */
            anchorEverySeconds: number;
        };
        /** @description A time in which nothing is raised, by intent. */
        Maintenance: {
            id: string;
            /** @description Empty: every system, and the collector itself. */
            systems: string[];
            by: string;
            reason: string;
            /** @enum {string} */
            standing: "planned" | "under way" | "over";
            from: components["schemas"]["Instant"];
            until: components["schemas"]["Instant"];
            /** @description When somebody ended it before its time. */
            ended: components["schemas"]["Instant"] | null;
            endedBy: string | null;
        };
        /** @description The control that found the matter shows that it is gone. */
        MeasuredPlan: {
            /** @constant */
            kind: "measured";
            control: string;
            revision: string;
            measure: string;
            /** @description At least as strict as the limit that was breached; null: none on that side, or a list of names. */
            limit: {
                min: number | null;
                max: number | null;
            };
            limitInWords: string;
            /** @description Digest of the baseline that the control compared with then; null: none. */
            baseline: string | null;
            /**
             * @description `bound`: the bound at `confidence`, one-sided, has to be inside. `fact`, `value`: the value itself.
             * @enum {string}
             */
            proof: "bound" | "fact" | "value";
            confidence: number;
            windowSeconds: number;
            everySeconds: number;
            /** @description Conclusive windows in a row that have to pass, at least 3. */
            windows: number;
            /** @description Windows in a row that breach and so refute the action, at least 1: as many as raise an episode. */
            refutedBy: number;
            /** @description Share of the windows of that run that have to be conclusive. */
            coverageMin: number;
            /**
             * @description Episodes that may fire from the start on.
             * @constant
             */
            episodesMax: 0;
            /** @description What has to pass, without model versions, since a successor stands for its predecessor; at most 50. */
            instances: {
                [key: string]: string;
            }[];
            sample: components["schemas"]["PlannedSample"];
            /** @description 1, and one more each time that the record goes back to its analysis. */
            cycle: number;
            plannedAt: components["schemas"]["Instant"];
            /** @description The whole plan in a few sentences. */
            statement: string;
        };
        /** @description What a metric says of one group: a number with its sample and bounds, or why there is none. */
        Measurement: {
            /** @constant */
            kind: "measured";
            value: number;
            /** @description Bounds at the confidence that was asked; null where the metric has none. */
            lower: number | null;
            upper: number | null;
            /** @description Sample size: predictions, labelled predictions or decisions, as the metric says. */
            n: number;
            /** @description The trials that it was measured in, where there are such. */
            proportion?: {
                successes: number;
                trials: number;
            };
            /** @description Anything that a reader needs to recompute or understand the value, as plain data. */
            detail: {
                [key: string]: unknown;
            };
        } | {
            /** @constant */
            kind: "insufficient";
            n: number;
            reason: string;
            /** @description What can be shown all the same, such as both histograms. */
            detail?: {
                [key: string]: unknown;
            };
        } | {
            /** @constant */
            kind: "no_data";
            reason: string;
        };
        /** @description One metric of the catalogue, as the API lists it. */
        MetricSummary: {
            id: string;
            title: string;
            unit: string;
            /** @enum {string} */
            worse: "higher" | "lower" | "both";
            source: string;
        };
        /** @description A state that a record may go to next, and what it takes. */
        NextState: {
            /** @enum {string} */
            to: "raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void";
            fields: components["schemas"]["Field"][];
            /** @description A passage off the main way asks why. */
            reasonRequired: boolean;
            /** @enum {string} */
            needs: "work" | "approve" | "administer";
            /** @description One person proposes it, another one confirms it under their own name. */
            byTwo: boolean;
        };
        /** @description The record that people work: one or more episodes, a requirement, an owner. */
        Nonconformity: {
            /** @description `NC-2026-0042`: the year of the raise, and a number that counts up within it. */
            id: string;
            /** @enum {string} */
            state: "raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void";
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            /**
             * @description The gravest severity that it ever had. The separation of duties goes by it: who finds a grave matter less grave afterwards does not free it of its second person.
             * @enum {string}
             */
            gravest: "low" | "medium" | "high" | "critical";
            /** @enum {string} */
            source: "control" | "internal_audit" | "external_audit" | "incident" | "complaint" | "concern" | "supplier" | "management_review";
            /**
             * @description A person confirms first that it is one; absent where its control raises without asking.
             * @constant
             */
            isCandidate?: true;
            /** @description Null where a person raised it: no telemetry says when it has ended. */
            control: string | null;
            /** @description The control's title; of a record that a person raised, its own. */
            controlTitle: string;
            /** @description Null where there is no control. */
            controlRevision: string | null;
            requirement: string;
            /** @description Framework → clauses: one record, as many citations as apply. */
            clauses: {
                [key: string]: string[];
            };
            /** @description Empty where it is about the management system and no system of its own. */
            system: string;
            /** @description The group's labels (`group_by`): what the record is about. */
            group: {
                [key: string]: string;
            };
            /** @description Plain words: which requirement, what was measured, since when. */
            statement: string;
            raisedAt: components["schemas"]["Instant"];
            /** @description Of a record that a person raised: when it was found. */
            firstBreachAt: components["schemas"]["Instant"];
            /** @description Worst first: the instance furthest beyond its limit stands first. Empty without a control. */
            episodes: components["schemas"]["Episode"][];
            /** @description SHA-256 (hex) of the evidence snapshot, in the content store; null without a control. */
            evidence: string | null;
            /** @description Whoever told of it, where a person raised it and the teller gave a name; null: nobody or anonymous. */
            reportedBy: string | null;
            concern: components["schemas"]["ConcernRef"] | null;
            owner: string | null;
            /** @description Fields collected on the way, by state left; a later cycle's stand in place of an earlier one's. */
            fields: {
                [key: string]: string;
            };
            /** @description Counts the rounds through cause, action and effect: 1, and one more each time it did not work. */
            cycle: number;
            /** @description Corrective actions of every cycle, in the order in which they were planned. */
            actions: components["schemas"]["CorrectiveAction"][];
            /** @description A first person would dismiss what is grave; a second one confirms it or moves the record on. */
            proposedDismissal: {
                by: string;
                at: components["schemas"]["Instant"];
                text: string;
            } | null;
            /** @description When an accepted risk is looked at again, exclusive; null unless the record is `accepted`. */
            acceptedUntil: components["schemas"]["Instant"] | null;
            /** @description The record that carries this one on. */
            mergedInto: string | null;
            /** @description Records that this one carries on. */
            mergedFrom: string[];
            /** @description The closed record of the same matter before this one. */
            recurrenceOf: string | null;
            /** @description The record that showed that this one's effectiveness had been wrongly found. */
            refutedBy: string | null;
            /** @description Said after the record was done with; they change nothing of it, not even its version. */
            postscripts: components["schemas"]["Postscript"][];
            steps: components["schemas"]["Step"][];
            /** @description Counts up with every step: the `If-Match` of a transition. What the machine finds out is no stepShape. */
            version: number;
            /** @description What the machine found out last; absent: it has not looked yet. */
            examination?: components["schemas"]["Examination"];
            /** @description How effectiveness is shown, one plan a cycle, oldest first. */
            plans?: components["schemas"]["EffectivenessPlan"][];
            /** @description What telemetry said of the actions, oldest first: each time that the answer changed. */
            judgements?: components["schemas"]["EffectivenessJudgement"][];
            /** @description The re-review of decisions that were made meanwhile; absent: none was reviewed yet. */
            review?: components["schemas"]["DecisionReview"];
        };
        /** @description A nonconformity, its clocks and its next states. */
        NonconformityItem: {
            /** @description `NC-2026-0042`: the year of the raise, and a number that counts up within it. */
            id: string;
            /** @enum {string} */
            state: "raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void";
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            /**
             * @description The gravest severity that it ever had. The separation of duties goes by it: who finds a grave matter less grave afterwards does not free it of its second person.
             * @enum {string}
             */
            gravest: "low" | "medium" | "high" | "critical";
            /** @enum {string} */
            source: "control" | "internal_audit" | "external_audit" | "incident" | "complaint" | "concern" | "supplier" | "management_review";
            /**
             * @description A person confirms first that it is one; absent where its control raises without asking.
             * @constant
             */
            isCandidate?: true;
            /** @description Null where a person raised it: no telemetry says when it has ended. */
            control: string | null;
            /** @description The control's title; of a record that a person raised, its own. */
            controlTitle: string;
            /** @description Null where there is no control. */
            controlRevision: string | null;
            requirement: string;
            /** @description Framework → clauses: one record, as many citations as apply. */
            clauses: {
                [key: string]: string[];
            };
            /** @description Empty where it is about the management system and no system of its own. */
            system: string;
            /** @description The group's labels (`group_by`): what the record is about. */
            group: {
                [key: string]: string;
            };
            /** @description Plain words: which requirement, what was measured, since when. */
            statement: string;
            raisedAt: components["schemas"]["Instant"];
            /** @description Of a record that a person raised: when it was found. */
            firstBreachAt: components["schemas"]["Instant"];
            /** @description Worst first: the instance furthest beyond its limit stands first. Empty without a control. */
            episodes: components["schemas"]["Episode"][];
            /** @description SHA-256 (hex) of the evidence snapshot, in the content store; null without a control. */
            evidence: string | null;
            /** @description Whoever told of it, where a person raised it and the teller gave a name; null: nobody or anonymous. */
            reportedBy: string | null;
            concern: components["schemas"]["ConcernRef"] | null;
            owner: string | null;
            /** @description Fields collected on the way, by state left; a later cycle's stand in place of an earlier one's. */
            fields: {
                [key: string]: string;
            };
            /** @description Counts the rounds through cause, action and effect: 1, and one more each time it did not work. */
            cycle: number;
            /** @description Corrective actions of every cycle, in the order in which they were planned. */
            actions: components["schemas"]["CorrectiveAction"][];
            /** @description A first person would dismiss what is grave; a second one confirms it or moves the record on. */
            proposedDismissal: {
                by: string;
                at: components["schemas"]["Instant"];
                text: string;
            } | null;
            /** @description When an accepted risk is looked at again, exclusive; null unless the record is `accepted`. */
            acceptedUntil: components["schemas"]["Instant"] | null;
            /** @description The record that carries this one on. */
            mergedInto: string | null;
            /** @description Records that this one carries on. */
            mergedFrom: string[];
            /** @description The closed record of the same matter before this one. */
            recurrenceOf: string | null;
            /** @description The record that showed that this one's effectiveness had been wrongly found. */
            refutedBy: string | null;
            /** @description Said after the record was done with; they change nothing of it, not even its version. */
            postscripts: components["schemas"]["Postscript"][];
            steps: components["schemas"]["Step"][];
            /** @description Counts up with every step: the `If-Match` of a transition. What the machine finds out is no stepShape. */
            version: number;
            /** @description What the machine found out last; absent: it has not looked yet. */
            examination?: components["schemas"]["Examination"];
            /** @description How effectiveness is shown, one plan a cycle, oldest first. */
            plans?: components["schemas"]["EffectivenessPlan"][];
            /** @description What telemetry said of the actions, oldest first: each time that the answer changed. */
            judgements?: components["schemas"]["EffectivenessJudgement"][];
            /** @description The re-review of decisions that were made meanwhile; absent: none was reviewed yet. */
            review?: components["schemas"]["DecisionReview"];
            /** @description The clocks of its work. */
            clocks: components["schemas"]["Clock"][];
            /** @description Where it may go from here, the main way first. */
            next: components["schemas"]["NextState"][];
        };
        /** @description What could not be found out, and why. */
        NotFoundOut: {
            what: string;
            why: string;
        };
        /** @description The reference distribution of one numeric feature. `edges` ascend strictly; cell i holds (edges[i−1], edges[i]], so `counts.length === edges.length + 1`. The first edge is the double below the smallest value and the last one is the largest value: both end cells are empty in the distributionsShape and catch what is out of range later (±Infinity too). Between them stand the quantiles at k/200 (inverted CDF); a value with 0.5 % of the mass, and every value of a discrete feature, has a cell of its own. `deciles` is a subset of the edges, the bounds of the bins. A distributionsShape stored before there were end cells has its own smallest and largest values in them, and none of the optional fields. */
        NumericBaseline: {
            /** @constant */
            kind: "numeric";
            edges: number[];
            deciles: number[];
            counts: number[];
            missing: number;
            /**
             * @description At most 50 distinct values: whatever stands between them is an unseen code.
             * @constant
             */
            discrete?: true;
            magnitudes?: {
                [key: string]: number;
            };
            /** @description The smallest and largest finite value; absent where there is none. */
            min?: number;
            max?: number;
            hourly?: [
                number,
                number
            ][][];
        };
        /** @description Something to be reached, and the control that measures whether it is. */
        Objective: {
            id: string;
            version: number;
            title: string;
            /** @description Policy that it serves. */
            policy: string | null;
            /** @description In words: `agreement with the adjudicated outcome ≥ 91 %`. */
            target: string;
            control: string;
            owner: string | null;
            /** @description The day by which it is to be reached. */
            by: string | null;
        };
        /** @description A share of the decided windows, with its bounds at 95 %. */
        ObservedRate: {
            breached: number;
            decided: number;
            rate: number;
            lower: number;
            upper: number;
        };
        /** @description What was observed of a risk over a period, beside what people guessed. */
        ObservedRisk: {
            risk: components["schemas"]["Risk"];
            /** @description Null: nothing decided; `unmeasured` says why. */
            observed: components["schemas"]["ObservedRate"] | null;
            earlier: components["schemas"]["ObservedRate"] | null;
            /**
             * @description Whether the later half differs from the earlier one beyond chance, at 95 %.
             * @enum {string}
             */
            trend: "rising" | "falling" | "steady" | "unknown";
            /** @description The grade that the observed rate has. */
            grade: (1 | 2 | 3 | 4 | 5) | null;
            /** @description Guessed likelihood × severity, and observed × severity; null where a factor is missing. */
            guessedScore: number | null;
            observedScore: number | null;
            /** @description Null: it is measured. */
            unmeasured: string | null;
        };
        Outcome: {
            /** @description The AI system that it is about. */
            system: string;
            /** @description When it was, ISO 8601 with a time zone; absent: when it arrives. */
            time?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Of the software around the model. */
            systemVersion?: string | null;
            /** @description Id of the prediction that it is about. */
            id: string;
            label?: string | null;
            value?: number | null;
            source?: string | null;
        };
        OversightDecision: {
            /** @description The AI system that it is about. */
            system: string;
            /** @description When it was, ISO 8601 with a time zone; absent: when it arrives. */
            time?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Of the software around the model. */
            systemVersion?: string | null;
            /** @description Id of the prediction that it is about. */
            id: string;
            /** @enum {string} */
            action: "confirm" | "override" | "escalate" | "abstain" | "stop";
            from?: string | null;
            to?: string | null;
            by?: string | null;
            role?: string | null;
            reason?: string | null;
            /** @description How long the person looked at it. */
            reviewSeconds?: number | null;
        };
        /** @description What the plan takes at the present traffic. */
        PlannedSample: {
            /** @description Per window and instance: what a pass needs; null where it is not known. */
            needed: number | null;
            /** @description What a window had of late, of the instance with the least (median); null where nothing was measured. */
            usual: number | null;
            /** @description Share of recent windows that were conclusive, 0 to 1, of the instance with the least; null: none were seen. */
            conclusive: number | null;
            /** @description From the end of the actions to the last window's verdict; null: it cannot be told, or never. */
            takesSeconds: number | null;
            /** @description The time that the effectiveness clock leaves. */
            clockSeconds: number;
            /** @description Whether it can be shown within the clock; null: nobody can tell yet. */
            isReachable: boolean | null;
        };
        /** @description A policy, in one version. The document itself lies elsewhere; its hash is here. */
        Policy: {
            id: string;
            version: number;
            title: string;
            owner: string | null;
            /** @description SHA-256 of the document, hex. */
            document: string | null;
            /** @description The day by which it is reviewed again, `2027-03-31`. */
            reviewBy: string | null;
            statements: components["schemas"]["PolicyStatement"][];
            /** @description Controls of the policy as a whole. */
            controls: string[];
            /** @description Roles whose holders acknowledge each version. */
            acknowledgedBy: string[];
        };
        /** @description One sentence of a policy that controls can be held to. */
        PolicyStatement: {
            id: string;
            text: string;
            /** @description Ids of the controls that show whether it is kept. */
            controls: string[];
        };
        /** @description One measurement over the whole time. */
        PooledMeasurement: {
            value: number;
            lower: number | null;
            upper: number | null;
            n: number;
        };
        /** @description A word on a record that is done with: it stands beside the record, which stays as it was. */
        Postscript: {
            at: components["schemas"]["Instant"];
            by: string;
            text: string;
        };
        Prediction: {
            /** @description The AI system that it is about. */
            system: string;
            /** @description When it was, ISO 8601 with a time zone; absent: when it arrives. */
            time?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Of the software around the model. */
            systemVersion?: string | null;
            /** @description What outcomes and oversight decisions will name it by. */
            id?: string | null;
            model?: {
                name?: string | null;
                version?: string | null;
                supplier?: string | null;
                digest?: string | null;
            } | null;
            task?: ("classification" | "regression" | "ranking" | "generation" | "detection") | null;
            /** @description What the model answered, where that is one of several labels. */
            label?: string | null;
            /** @description How sure it was, or the probability of the label. */
            score?: number | null;
            /** @description What it answered, where that is a number. */
            value?: number | null;
            /** @description Seconds. */
            latency?: number | null;
            status?: ("ok" | "error") | null;
            errorType?: string | null;
            /** @description What it was fed with, by name: drift is measured on these. */
            features?: {
                [key: string]: number | string | boolean | null;
            } | null;
            /** @description Groups that it belongs to, by name: fairness is measured between these. */
            segment?: {
                [key: string]: number | string | boolean | null;
            } | null;
            /** @description Whom it is about: erasure goes by it. */
            subject?: string | null;
            /** @description Where a generative model of a provider answered: tokens, times, tools. */
            call?: {
                /** @description `chat`, `text_completion`, `embeddings` … */
                operation?: string | null;
                /** @description What was asked for; `model.name` is what answered. */
                requestModel?: string | null;
                /** @description Whether `model.name` is what the provider's own answer said. */
                modelSource?: ("provider" | "copied" | "unknown") | null;
                /** @description The provider's id of the answer. */
                responseId?: string | null;
                conversationId?: string | null;
                /** @description All, those read from and written to a cache included. */
                inputTokens?: number | null;
                cachedTokens?: number | null;
                cacheWriteTokens?: number | null;
                /** @description All, those of reasoning included. */
                outputTokens?: number | null;
                reasoningTokens?: number | null;
                finishReasons?: string[] | null;
                /** @description How often the answer asks for each tool, by name. */
                tools?: {
                    [key: string]: number;
                } | null;
                isRefused?: boolean | null;
                isStreamed?: boolean | null;
                /** @description Seconds until the first chunk of a streamed answer. */
                firstChunk?: number | null;
            } | null;
        };
        /** @description Why a request was not answered (RFC 9457). */
        Problem: {
            /** @constant */
            type: "about:blank";
            /** @description The status in words. */
            title: string;
            status: number;
            /**
             * @description For programs; it keeps its meaning.
             * @enum {string}
             */
            code: "malformed" | "invalid_parameter" | "invalid_cursor" | "unauthenticated" | "forbidden" | "not_found" | "no_route" | "method_not_allowed" | "not_acceptable" | "conflict" | "length_required" | "outdated" | "too_large" | "unsupported_media_type" | "misdirected" | "invalid_body" | "version_required" | "too_many" | "internal" | "unavailable";
            /** @description For people: the thing, the rule, the value and the next step. */
            detail: string;
            /** @description The path that was asked for. */
            instance: string;
            /** @description Each mistake, where there are several or one has a place. */
            errors?: ({
                /** @description JSON pointer into the body (RFC 6901); empty: all of it. */
                pointer: string;
                /** @description Which rule it breaks. */
                detail: string;
            } | {
                /** @description JSON pointer to a text of the body. */
                pointer: string;
                /** @description In that text, from 1. */
                line: number;
                column: number;
                /** @description Which rule it breaks. */
                detail: string;
            } | {
                parameter: string;
                /** @description Which rule it breaks. */
                detail: string;
            } | {
                header: string;
                /** @description Which rule it breaks. */
                detail: string;
            })[];
        } & {
            [key: string]: unknown;
        };
        /** @description RFC 6962: of inclusion, or of consistency. */
        Proof: {
            index: number;
            size: number;
            leafHash: string;
            root: string;
            proof: string[];
            /** @description The same as text with its checkpoint, if it has one. */
            tlogProof: string | null;
        } | {
            from: number;
            fromRoot: string;
            to: number;
            toRoot: string;
            proof: string[];
        };
        /** @description What a control wants of a system, until a person has decided. */
        Proposal: {
            at: components["schemas"]["Instant"];
            control: string;
            /** @description Id of the nonconformity. */
            record: string;
            /** @description In plain words. */
            why: string;
        };
        /** @description One look at how good the values of a feature are. */
        QualityCheck: {
            /** @description As in the catalogue. */
            id: string;
            title: string;
            /** @description Null where nothing was measured; `note` says why. */
            value: number | null;
            /** @description Bounds at the confidence that was asked; null where the metric has none. */
            lower: number | null;
            upper: number | null;
            /** @description Sample size; absent where nothing was measured. */
            n?: number;
            /** @description What a reader needs to recompute the value, as plain data. */
            detail?: {
                [key: string]: unknown;
            };
            /** @description Why nothing was measured. */
            note?: string;
            /** @description Whether something is wrong; null: it could not be told. */
            isFound: boolean | null;
            /** @description What was found, or why it could not be told. */
            words: string;
        };
        /** @description What people decided about a refused record. */
        QuarantineDecision: {
            /** @enum {string} */
            kind: "replayed" | "discarded";
            at: components["schemas"]["Instant"];
            by: string;
            reason: string;
            /** @description Where a replayed one is on disk. */
            receipt: {
                journal: string;
                seq: number;
            } | null;
        };
        /** @description A change that calls for an assessment, and what has become of it. */
        ReassessmentTask: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            /** @description When the ledger recorded it; null: it does so within minutes. */
            recordedAt: components["schemas"]["Instant"] | null;
            /** @description The assessment that answered it; null: it is open. */
            settledBy: string | null;
            isOverdue: boolean;
            /** @description The same change has the same key, however often it is looked for. */
            key: string;
            system: string;
            /** @enum {string} */
            cause: "model" | "prompt" | "population" | "supplier" | "purpose";
            detail: string;
            since: components["schemas"]["Instant"];
            due: components["schemas"]["Instant"];
        };
        /** @description What became of what was sent. It comes once that is on disk. */
        Receipt: {
            accepted: number;
            /** @description The first thousand; they are kept in quarantine. */
            rejected: {
                /** @description In the array that was sent, from 0. */
                index: number;
                reason: string;
            }[];
            /** @description How many, where more were rejected than are listed. */
            rejectedCount?: number;
            /** @description How many features and segments were put into the feature `_overflow`, since their system has made up too many names today. */
            folded?: number;
            /** @description Where it is on disk; `GET /api/v1/status` says when it can be read. Null: nothing was accepted. */
            receipt: {
                journal: string;
                seq: number;
            } | null;
        };
        /** @description What the store has of batches, beside what the journal took. */
        Reconciled: {
            at: components["schemas"]["Instant"];
            fromSeq: number;
            toSeq: number;
            /** @description Records that the journal took in these batches; null: that is not known. */
            expected: number | null;
            /** @description Records that the store has of them. */
            stored: number;
            /** @description Records that an erasure destroyed. */
            destroyed: number;
            tables: {
                table: string;
                rows: number;
                /** @description Different ones: fewer where a row is there twice. */
                places: number;
            }[];
            /** @description Null: that cannot be said. */
            agrees: boolean | null;
        };
        /** @description Whether what a record rests on is all that there was, and still what it was. Two different questions. */
        RecordCompleteness: {
            system: string;
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            producers: number;
            classes: components["schemas"]["ClassCompleteness"][];
            /** @description The share of calls that is recorded; null: not measured, no producer says that it samples. */
            sampled: number | null;
            /** @description Rows of the window under seals of the ledger, and rows that wait for theirs. */
            sealed: number;
            unsealed: number;
            /** @description What a comparison of seals with the store found wrong with rows of the window, in words. */
            broken: string[];
        };
        /** @description All that falls due of one record. */
        RecordDuties: {
            record: string;
            clocks: components["schemas"]["Clock"][];
            /** @description What was stated, reported and set aside, oldest first. */
            incident: components["schemas"]["IncidentEvent"][];
            /** @description Every reporting duty that there is, by law. */
            reports: components["schemas"]["ReportingDuty"][];
            /** @description Of its systems, released ones too. */
            holds: components["schemas"]["Hold"][];
        };
        RecordedAssessment: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            system: string;
            conclusion: string;
            evidence: string;
            risks: {
                id: string;
                likelihood: number;
                severity: number;
                observed: number | null;
                windows: number;
            }[];
        };
        /** @description A record that was sent and not stored, and why. */
        RefusedRecord: {
            id: string;
            receivedAt: components["schemas"]["Instant"];
            /** @description Id of the key that sent it; empty where the store refused it later. */
            key: string;
            /** @description What it said it is. */
            event: string;
            /** @description The table that would not take it; empty: it was refused at once. */
            target: string;
            reason: string;
            /** @description What was sent, as JSON; of a long one its first 8,192 characters, and then it cannot be replayed. Beside attributes of OTLP, `tiltmeter.replay` has what else a replay takes. */
            record: string;
            /** @description Null: nothing was decided yet. */
            decision: components["schemas"]["QuarantineDecision"] | null;
        };
        ReportedChange: {
            /** @description The AI system that it is about. */
            system: string;
            /** @description When it was, ISO 8601 with a time zone; absent: when it arrives. */
            time?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Of the software around the model. */
            systemVersion?: string | null;
            kind: string;
            summary?: string | null;
            from?: string | null;
            to?: string | null;
        };
        ReportedConcern: {
            /** @description The AI system that it is about. */
            system: string;
            /** @description When it was, ISO 8601 with a time zone; absent: when it arrives. */
            time?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Of the software around the model. */
            systemVersion?: string | null;
            id: string;
            status?: ("reported" | "acknowledged" | "resolved") | null;
            kind?: string | null;
            summary?: string | null;
            by?: string | null;
        };
        /** @description A time within which somebody outside has to be told. */
        ReportingDuty: {
            id: string;
            statute: string;
            /** @description As it is cited: `Art. 73(2)`. */
            citation: string;
            title: string;
            /** @description The law's own words, briefly; they hold `number`. */
            quote: string;
            /** @description The time as the law writes it: `15 days`, `72 hours`. */
            number: string;
            paraphrase: string;
            recipient: string;
            source: (components["schemas"]["StatuteSource"] | string) | null;
            /** @enum {string} */
            standing: "counts" | "longer" | "not_stated" | "not_applicable" | "set_aside";
            /** @description Counts up where a clock that was set aside is started anew. */
            round: number;
            /** @description Null: nothing has started it. */
            start: components["schemas"]["Instant"] | null;
            atRisk: components["schemas"]["Instant"] | null;
            due: components["schemas"]["Instant"] | null;
            state: ("on_track" | "at_risk" | "breached" | "met") | null;
            /** @description Of its time, from 0; above 1 where it was exceeded. */
            used: number;
            /** @description Whether it applies, by each reading of the law. */
            readings: {
                id: string;
                title: string;
                /** @description The first day, `2026-08-02`, in UTC. */
                appliesFrom: string;
                why: string;
                sources: (components["schemas"]["StatuteSource"] | string)[];
                applies: boolean;
            }[];
            report: components["schemas"]["IncidentEvent"] | null;
            setAside: components["schemas"]["IncidentEvent"] | null;
        };
        /** @description What is kept for how long, what is due, what is held. */
        Retention: {
            classes: components["schemas"]["RetentionClass"][];
            /** @description The last run since the start; null: none yet. */
            last: components["schemas"]["RetentionRun"] | null;
            /** @description Why the last run did not come to its end. */
            failure: string | null;
            /** @description The last hundred ends of retention that the ledger tells of, the latest first. */
            expiries: {
                entry: number;
                at: components["schemas"]["Instant"];
                class: string;
                /** @description The one system it is about; null: all others. */
                system: string | null;
                days: number;
                before: components["schemas"]["Instant"];
                rows: number;
            }[];
        };
        RetentionClass: {
            name: string;
            /** @description What is in it. */
            holds: string;
            /** @description Null: for as long as the data folder. */
            days: number | null;
            /** @description Fewer are refused. */
            floorDays: number;
            /**
             * @description With the day, or with its calendar month.
             * @enum {string}
             */
            goes: "day" | "month";
            /** @description What is due: of all, then of systems with days of their own. */
            groups: {
                /** @description The one system it is about; null: all others. */
                system: string | null;
                /** @description Days from receipt. */
                days: number;
                /** @description What was received before is past its time. */
                before: components["schemas"]["Instant"];
                /** @description What was received before goes with the next run. */
                gone: components["schemas"]["Instant"];
                tables: {
                    table: string;
                    rows: number;
                }[];
                rows: number;
                /** @description Why nothing of it goes before a person confirms it; null: it goes by itself. */
                toConfirm: string | null;
            }[];
            held: {
                system: string;
                /** @description Ids of the holds that keep it. */
                holds: string[];
                rows: number;
            }[];
        };
        /** @description What a run deleted, and what stayed and why. */
        RetentionRun: {
            at: components["schemas"]["Instant"];
            isDry: boolean;
            expired: {
                class: string;
                /** @description The one system it is about; null: all others. */
                system: string | null;
                tables: {
                    table: string;
                    rows: number;
                }[];
                /** @description Index of the entry that says so; null in a dry run. */
                entry: number | null;
            }[];
            stayed: {
                class: string;
                /** @description The one system it is about; null: all others. */
                system: string | null;
                reason: string;
            }[];
        };
        /** @description A decision of an earlier review, which became an action. */
        ReviewAction: {
            id: string;
            review: string;
            input: string;
            decision: string;
            owner: string;
            decidedAt: components["schemas"]["Instant"];
            due: components["schemas"]["Instant"];
            /** @description Null: it is open. */
            done: {
                at: components["schemas"]["Instant"];
                by: string;
                evidence: string;
            } | null;
        };
        /** @description One number of the pack, and how anybody computes it again. */
        ReviewFigure: {
            label: string;
            /** @description Null: not known; `note` says why. */
            value: number | null;
            /** @enum {string} */
            unit: "count" | "share" | "days";
            /** @description Of the period before, for the trend; null where that is not known. */
            before: number | null;
            note: string;
            /** @description What was counted, in words. */
            how: string;
            /** @description Where the same is read: a path of the API. */
            query: string;
        };
        /** @description Everything that management reviews over a period, computed from one state of the ledger. */
        ReviewPack: {
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            /** @description The ledger that it was computed from, and when. */
            asOf: {
                size: number;
                root: string;
                at: components["schemas"]["Instant"];
            };
            sections: components["schemas"]["ReviewSection"][];
        };
        /** @description One input of the review. */
        ReviewSection: {
            /** @enum {string} */
            input: "a" | "b" | "c" | "d1" | "d2" | "d3" | "e";
            title: string;
            figures: components["schemas"]["ReviewFigure"][];
            tables: components["schemas"]["ReviewTable"][];
            /** @description What these figures cannot say. */
            notCovered: string;
        };
        /** @description What the figures rest on, one by one. */
        ReviewTable: {
            title: string;
            columns: string[];
            rows: string[][];
            /** @description Rows that are not shown. */
            more: number;
        };
        /** @description How far a re-review has come. */
        Reviewed: {
            /** @description By this request. */
            reviewed: number;
            affected: number | null;
            /** @description Share of them that was reviewed; null: there are none. */
            closed: number | null;
            decided: {
                upheld: number;
                corrected: number;
                person_informed: number;
                no_remedy: number;
            } | null;
        };
        /** @description A risk as it was assessed: what people guess stands beside what is observed. */
        Risk: {
            id: string;
            description: string;
            owner: string | null;
            /** @description Systems that it is about; empty: all. */
            systems: string[];
            /** @description Controls whose breach is the risk come true; none: nobody measures it. */
            controls: string[];
            likelihood: (1 | 2 | 3 | 4 | 5) | null;
            severity: (1 | 2 | 3 | 4 | 5) | null;
            treatment: string | null;
        };
        Risks: {
            range: {
                from: components["schemas"]["Instant"];
                to: components["schemas"]["Instant"];
            };
            risks: components["schemas"]["ObservedRisk"][];
            tasks: components["schemas"]["ReassessmentTask"][];
            /** @description Newest first. */
            assessments: components["schemas"]["RecordedAssessment"][];
        };
        /** @description Decisions of one role about one system, by whether whoever made them was allowed to. */
        RoleAuthorisation: {
            system: string;
            role: string;
            decisions: number;
            authorised: number;
            /** @description By people who are not on the list for this system. */
            unlisted: number;
            /** @description By people whose competence had expired on the day. */
            expired: number;
            /** @description By nobody in particular: the decision carries no name. */
            anonymous: number;
            /** @description People who decided; null where they are so few that a number would point at one. */
            reviewers: number | null;
        };
        RotatedKey: {
            /** @description The successor's. */
            id: string;
            /** @description The key itself: it is in this answer and nowhere else, ever. */
            key: string;
            expiresAt: components["schemas"]["Instant"] | null;
            /** @description The key that was rotated. */
            former: string;
            /** @description Until when it goes on working. */
            formerExpiresAt: components["schemas"]["Instant"];
        };
        Score: {
            /** @description The AI system that it is about. */
            system: string;
            /** @description When it was, ISO 8601 with a time zone; absent: when it arrives. */
            time?: string | null;
            /** @description `production`, `staging` … */
            environment?: string | null;
            /** @description Of the software around the model. */
            systemVersion?: string | null;
            /** @description Id of the prediction that it is about. */
            id: string;
            name: string;
            value?: number | null;
            label?: string | null;
            passed?: boolean | null;
            source?: string | null;
        };
        /** @description Up to where stored telemetry is sealed, and whether it still is what was. */
        Seals: {
            journal: string;
            sealedSeq: number;
            appliedSeq: number;
            /** @description The comparison that runs all the time. */
            round: {
                seals: number;
                rows: number;
                wholeRound: components["schemas"]["Instant"] | null;
            };
            /** @description What is known to be wrong, in words. */
            failures: string[];
            /** @description The check that was asked for and runs; null: none does. */
            running: {
                seals: number;
            } | null;
            report: components["schemas"]["SealsReport"] | null;
            /** @description The last comparison, made hourly; null: there was none yet. */
            reconciled: components["schemas"]["Reconciled"] | null;
        };
        SealsReport: {
            started: components["schemas"]["Instant"];
            ended: components["schemas"]["Instant"];
            seals: number;
            verified: number;
            erased: number;
            expired: number;
            failures: string[];
            failuresTotal: number;
        };
        /** @description Which values of one segment a feature's PSI comes from. */
        SegmentShift: {
            /** @description `segment.race` */
            dimension: string;
            /** @description The PSI of all of them together: the sum of the contributions. */
            total: number;
            /** @description The largest contribution first. */
            parts: {
                /** @description Null: all values of the segment beyond the largest, put together. */
                segment: string | null;
                /** @description How many values of the segment are put together; 1 for one of its own. */
                together: number;
                n: number;
                /** @description Of the range's values. */
                share: number;
                /** @description Below 0 where the segment makes the range more like the baseline. */
                contribution: number;
            }[];
        };
        /** @description A control file that was sent, in force. */
        SentControls: {
            file: string;
            /** @enum {string} */
            outcome: "same" | "changed";
            /** @description Those of the file; none where it was taken back. */
            controls: {
                id: string;
                revision: string;
            }[];
            /** @description What is doubtful in it, and in force all the same. */
            warnings: {
                /** @description From 1. */
                line: number;
                /** @description From 1. */
                column: number;
                code: string;
                message: string;
                fix: string;
            }[];
        };
        Series: {
            metric: string;
            unit: string;
            points: components["schemas"]["SeriesPoint"][];
        };
        SeriesPoint: {
            time: components["schemas"]["Instant"];
            /** @description Group labels beyond the system, e.g. `segment.race`. */
            by: {
                [key: string]: string;
            };
            /** @description Null where nothing was measured; `note` says why. */
            value: number | null;
            n: number;
            lower: number | null;
            upper: number | null;
            /** @description Why nothing was measured. */
            note?: string;
        };
        /** @description How the collector itself stands. */
        ServerStatus: {
            version: string;
            engine: string;
            startedAt: components["schemas"]["Instant"];
            /** @description By journal: what can be read. Wait for the `seq` of a receipt here to read your own writes. */
            appliedSeq: {
                [key: string]: number;
            };
            /** @description By journal: what is on disk. */
            lastSeq: {
                [key: string]: number;
            };
            ledger: {
                size: number;
                root: string;
            };
            /** @description What is not as it should be, in words; empty where all is well. */
            problems: string[];
            /** @description Who is told that the collector works, and when it last heard; null: nobody. */
            watchdog: {
                host: string;
                heardAt: components["schemas"]["Instant"] | null;
            } | null;
        };
        Session: {
            id: string;
            browser: string;
            /** @description How its owner signed in, in words. */
            way: string;
            isThis: boolean;
            since: components["schemas"]["Instant"];
            lastSeenAt: components["schemas"]["Instant"];
            /** @description When it ends unless it is used. */
            endsAt: components["schemas"]["Instant"];
        };
        /** @description A record that is open and alike. */
        SimilarRecord: {
            id: string;
            why: string;
        };
        /** @description The statement of applicability as it stood at an instant. */
        StatementOfApplicability: {
            at: components["schemas"]["Instant"];
            asOf: components["schemas"]["AsOf"];
            frameworks: {
                id: string;
                name: string;
                sources: string[];
                lines: components["schemas"]["ApplicabilityLine"][];
            }[];
        };
        /** @description Where a text of law, or a reading of it, was taken from. */
        StatuteSource: {
            title: string;
            url: string;
            /** @description The day on which it was read: `2026-10-06`. */
            retrieved: string;
        };
        /** @description One stepShape in the life of a record. */
        Step: {
            at: components["schemas"]["Instant"];
            /** @description Pseudonym or key name; `tiltmeter` for the machine. */
            by: string;
            /** @enum {string} */
            kind: "raised" | "episode_added" | "episode_ended" | "moved" | "commented" | "edited" | "dismissal_proposed" | "merged_from" | "action_planned" | "action_changed" | "action_dropped" | "action_done";
            from: ("raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void") | null;
            to: ("raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void") | null;
            text: string;
            fields: {
                [key: string]: string;
            };
            /**
             * @description Where the stepShape set another severity: the one before.
             * @enum {string}
             */
            severityBefore?: "low" | "medium" | "high" | "critical";
        };
        StopDrill: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            system: string;
            heldAt: components["schemas"]["Instant"];
            role: string;
            /** @enum {string} */
            outcome: "stopped" | "not_stopped";
            afterSeconds: number | null;
            targetSeconds: number | null;
            notes: string;
        };
        /** @description What is stored, what it takes, until when there is room. */
        Storage: {
            /** @description Bytes on the disk, indices included. */
            bytes: number;
            /** @description Merged or deleted, and not off the disk yet. */
            oldBytes: number;
            classes: {
                /** @description A class of retention, `sums`, `seals`, or `others`. */
                name: string;
                rows: number;
                /** @description Bytes on the disk, indices included. */
                bytes: number;
                tables: {
                    table: string;
                    rows: number;
                    /** @description Bytes on the disk, indices included. */
                    bytes: number;
                    bytesARow: number | null;
                    /** @description Of its size unpacked. */
                    ratio: number | null;
                }[];
            }[];
            /** @description Bytes a prediction; null: there is none. */
            aPrediction: {
                /** @description The prediction itself and the sums by minute. */
                core: number;
                /** @description The values that went in. */
                features: number;
                /** @description What stands behind the seals. */
                seals: number;
            } | null;
            /** @description By what came in the last week. */
            growthBytesADay: number;
            /** @description On the disk of the data; null: it is a server's. */
            freeBytes: number | null;
            budgetBytes: number | null;
            /** @description Share of the budget, or else of the disk. */
            taken: number | null;
            /** @description Until the budget, or else the disk, is full; what expires is not taken off. */
            daysLeft: number | null;
        };
        /** @description One stored evaluation of one control instance over one window, and what it rests on. */
        StoredEvaluation: {
            control: string;
            /** @description Of the control. */
            revision: string;
            labels: {
                [key: string]: string;
            };
            instanceKey: string;
            windowStart: components["schemas"]["Instant"];
            windowEnd: components["schemas"]["Instant"];
            dataRevision: number;
            evaluatedAt: components["schemas"]["Instant"];
            watermark: components["schemas"]["Instant"] | null;
            backfilled: boolean;
            muted: string | null;
            engine: string;
            question: string;
            verdict: components["schemas"]["Verdict"];
            state: components["schemas"]["ControlState"];
            rowsRead: number;
            durationSeconds: number;
        };
        /** @description The reference mean of vectors: `counts[0]` of them were summed, and the rest are the sums of their components in units of 2⁻²⁰ (whole numbers, also negative). Not cells: nothing here is a share. */
        SumsBaseline: {
            /** @constant */
            kind: "sums";
            /**
             * @description Of the embedding's own components, or of its 256 random Fourier features.
             * @enum {string}
             */
            of: "components" | "fourier";
            counts: number[];
            missing: number;
            /** @description For `fourier`, where there were vectors enough: what chance shows. */
            chance?: components["schemas"]["Chance"];
        };
        /** @description Somebody whose models or services are used. */
        Supplier: {
            id: string;
            name: string;
            /** @description Names under which telemetry knows it: `openai`, `azure.ai.openai`. */
            providers: string[];
            /** @description Null: any model of it. */
            models: string[] | null;
            /** @description Null: any region. */
            regions: string[] | null;
            /** @description The day of the last assessment. */
            assessed: string | null;
            /** @description The last day on which that holds. */
            validUntil: string | null;
            /** @description Controls that measure terms of the contract. */
            terms: string[];
            /** @description What was agreed about telling of changes, in words. */
            notice: string | null;
            /** @description SHA-256 of the contract or the assessment. */
            document: string | null;
        };
        /** @description One supplier of the register beside its traffic. */
        SupplierLine: {
            supplier: components["schemas"]["Supplier"];
            /** @enum {string} */
            standing: "assessed" | "ends_soon" | "expired" | "not_assessed";
            predictions: number;
            systems: string[];
            lastSeenAt: components["schemas"]["Instant"] | null;
            /** @description Models and regions in traffic that the assessment does not cover. */
            outside: {
                /** @enum {string} */
                what: "model" | "region";
                name: string;
                systems: string[];
                predictions: number;
            }[];
        };
        /** @description The register beside what was seen. */
        SupplierRegister: {
            lines: components["schemas"]["SupplierLine"][];
            /** @description Names in traffic that no supplier of the register has. */
            unregistered: {
                provider: string;
                systems: string[];
                models: string[];
                predictions: number;
                firstSeenAt: components["schemas"]["Instant"];
                lastSeenAt: components["schemas"]["Instant"];
            }[];
            /** @description Predictions that do not say who answered: nothing is known of these. */
            unnamed: number;
        };
        Suspended: {
            since: components["schemas"]["Instant"];
            /** @description It ends by itself then; null: when a person resumes the system. */
            until: components["schemas"]["Instant"] | null;
            by: string;
            /** @enum {string} */
            ground: "approved" | "at_once" | "person";
            reason: string;
            /** @description Ids of the nonconformities it stands on, oldest first. */
            records: string[];
            /** @description The first sign that the system follows it; null while there is none. */
            effective: {
                at: components["schemas"]["Instant"];
                /** @enum {string} */
                how: "acknowledged" | "fallback";
                producer: string;
            } | null;
        };
        /** @description Whether a system may run, and what is proposed. */
        Suspension: {
            system: string;
            /** @enum {string} */
            standing: "running" | "proposed" | "suspended";
            /** @description Counts up with every event: the `If-Match` of a decision. */
            version: number;
            /** @description Undecided ones, oldest first, one a record. */
            proposals: components["schemas"]["Proposal"][];
            /** @description The one in force; null: the system may run. */
            suspension: components["schemas"]["Suspended"] | null;
            /** @description How the last one ended. */
            ended: {
                at: components["schemas"]["Instant"];
                by: string;
                reason: string;
            } | null;
            /** @description The last of what happened, oldest first. */
            history: components["schemas"]["DirectiveEvent"][];
            /** @description Calls that the suspension kept from the model; null: the store could not say. */
            diverted: {
                calls: number;
                first: components["schemas"]["Instant"] | null;
                last: components["schemas"]["Instant"] | null;
            } | null;
        };
        /** @description One feature of a system: what it is, how much of it came, and how far it moved. */
        SystemFeature: {
            feature: string;
            /**
             * @description `vectors`: a mean of embeddings. Without a baseline: how most of it came.
             * @enum {string}
             */
            kind: "numeric" | "categorical" | "vectors";
            /** @description Predictions of the range that had a value of it. */
            values: number;
            /** @description All that could have had one. */
            predictions: number;
            /** @description The share that had one; null without predictions. */
            coverage: number | null;
            /** @description What the baseline has of it; null: it is not in it, or there is none. */
            baseline: {
                values: number;
                missing: number;
            } | null;
            /** @description How far the range stands from the baseline; null without one. */
            distance: {
                /** @description `psi`; of vectors the distance of their means. */
                metric: string;
                /** @description Null where nothing was measured; `note` says why. */
                value: number | null;
                /** @description Bounds at the confidence that was asked; null where the metric has none. */
                lower: number | null;
                upper: number | null;
                /** @description Sample size; absent where nothing was measured. */
                n?: number;
                /** @description What a reader needs to recompute the value, as plain data. */
                detail?: {
                    [key: string]: unknown;
                };
                /** @description Why nothing was measured. */
                note?: string;
            } | null;
        };
        SystemSummary: {
            id: string;
            owner: string | null;
            riskTier: string | null;
            declared: boolean;
            /**
             * @description How declaration and telemetry agree.
             * @enum {string}
             */
            standing: "live" | "silent" | "shadow" | "stray" | "planned" | "retired";
            environments: string[];
            models: {
                name: string;
                version: string;
                predictions: number;
            }[];
            firstSeen: components["schemas"]["Instant"] | null;
            lastSeen: components["schemas"]["Instant"] | null;
            predictions: number;
            outcomes: number;
            oversight: number;
            /** @description Null: not measured (a producer without sequence numbers). Never zero for "not measured". */
            unexplainedLoss: number | null;
            openNonconformities: number;
            /** @description Has an approved baseline. */
            baseline: {
                name: string;
                digest: string;
                approvedAt: components["schemas"]["Instant"] | null;
            } | null;
        };
        /** @description From what people want to what is measured: policies, their statements and objectives, controls, limits. */
        Traceability: {
            policies: {
                policy: components["schemas"]["Policy"];
                approval: components["schemas"]["ApprovalStanding"];
                objectives: {
                    objective: components["schemas"]["Objective"];
                    approval: components["schemas"]["ApprovalStanding"];
                }[];
                /** @description Statements that no control measures. */
                unmeasured: components["schemas"]["PolicyStatement"][];
                reviewOverdue: boolean;
            }[];
            /** @description Objectives that serve no policy. */
            looseObjectives: {
                objective: components["schemas"]["Objective"];
                approval: components["schemas"]["ApprovalStanding"];
            }[];
            controls: components["schemas"]["ChainLink"][];
            /** @description Controls in force that no policy leads to. */
            withoutPolicy: string[];
            /** @description Named by the file and not in force any more. */
            missing: string[];
        };
        /** @description No control can show it: people judge, with the criterion that they wrote down. */
        UnmeasuredPlan: {
            /** @constant */
            kind: "unmeasured";
            reason: string;
            /** @description 1, and one more each time that the record goes back to its analysis. */
            cycle: number;
            plannedAt: components["schemas"]["Instant"];
            /** @description The whole plan in a few sentences. */
            statement: string;
        };
        /** @description The five answers of one evaluation. Only an explicit pass moves an episode on. */
        Verdict: {
            /** @constant */
            kind: "pass";
            value: number;
            lower: number | null;
            upper: number | null;
            /** @description Sample size, as the metric says. */
            n: number;
            /** @description The trials that it was measured in, where there are such. */
            proportion?: {
                successes: number;
                trials: number;
            };
            detail: {
                [key: string]: unknown;
            };
            /** @description Inside the recovery limit too, so it counts towards the end of an episode. */
            recovered: boolean;
            /** @description Outside the `warn` limit: told to the team, nothing is raised. */
            warned: boolean;
        } | {
            /** @constant */
            kind: "breach";
            value: number;
            lower: number | null;
            upper: number | null;
            /** @description Sample size, as the metric says. */
            n: number;
            /** @description The trials that it was measured in, where there are such. */
            proportion?: {
                successes: number;
                trials: number;
            };
            detail: {
                [key: string]: unknown;
            };
            /** @description The limit that it broke, in words. */
            bound: string;
        } | {
            /** @constant */
            kind: "inconclusive";
            reason: string;
            value: number | null;
            n: number | null;
        } | {
            /** @enum {string} */
            kind: "no_data" | "error";
            reason: string;
        };
        VerifierKey: {
            /** @description What auditors keep. */
            vkey: string;
        };
        Who: {
            name: string;
            /** @enum {string} */
            role: "ingest" | "viewer" | "operator" | "compliance" | "auditor" | "admin";
            /** @description Null: all. */
            systems: string[] | null;
            /** @enum {string} */
            via: "key" | "session";
            /** @description False: a key that is nobody's own. */
            isPerson: boolean;
            session: string | null;
            account: components["schemas"]["Account"] | null;
        };
        /** @description What was drawn, with how to draw it again. */
        Workpaper: {
            /** @description Of the ledger's entry that says so. */
            type?: string;
            method: string;
            items: {
                id: string;
                item: unknown;
            }[];
            id: string;
            at: components["schemas"]["Instant"];
            by: string;
            /** @enum {string} */
            of: "nonconformities" | "approvals" | "evaluations";
            seed: string;
            count: number;
            from: components["schemas"]["Instant"];
            to: components["schemas"]["Instant"];
            population: {
                size: number;
                digest: string;
            };
            document: string;
            asOf: components["schemas"]["AsOf"];
        };
        Written: {
            /** @description Of what was written. */
            id: string;
        };
    };
    responses: {
        /** @description The body cannot be read as what its headers say it is. A parameter or header breaks its rule; `errors` names each. The cursor is none of this list; begin again without one. */
        BadRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No key, or one that is unknown, expired or revoked; send `Authorization: Bearer tm_…`. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The key's role, or its systems, do not allow this; use another key. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is nothing of that name, or the key may not know that there is. The API has no such path. */
        NotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The path takes other methods; `Allow` lists them. */
        MethodNotAllowed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The route answers none of the media types in `Accept`. */
        NotAcceptable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What stands does not allow it; `detail` says what does. */
        Conflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request must declare its `Content-Length`. */
        LengthRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It has changed since that version: read it again, decide anew, send its new `ETag`. */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is larger than the route takes; send less at once. */
        PayloadTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body's type or coding is not one that the route reads. */
        UnsupportedMediaType: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The collector does not answer to that host name. */
        MisdirectedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body breaks a rule; `errors` has a JSON pointer to each place. */
        UnprocessableEntity: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Send the `ETag` of what you saw as `If-Match`, so that nobody's change is lost. */
        PreconditionRequired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too much at once; the same is welcome after `Retry-After`. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The collector failed; its log says how. */
        InternalServerError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The store or the disk does not answer; the same is welcome after `Retry-After`. */
        ServiceUnavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    postPredictions: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "id": "a-1",
                 *       "time": "2026-11-23T10:00:00Z",
                 *       "model": {
                 *         "name": "xgb",
                 *         "version": "7",
                 *         "supplier": "in-house"
                 *       },
                 *       "label": "approve",
                 *       "score": 0.81,
                 *       "latency": 0.012,
                 *       "status": "ok",
                 *       "features": {
                 *         "income": 52000,
                 *         "purpose": "car"
                 *       },
                 *       "segment": {
                 *         "ageBand": "25-45"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["Prediction"] | components["schemas"]["Prediction"][];
            };
        };
        responses: {
            /** @description It is on disk. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The batch id was used for something else. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description Nothing of it was accepted; `rejected` says why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOutcomes: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "id": "a-1",
                 *       "label": "repaid",
                 *       "source": "ledger of loans"
                 *     }
                 */
                "application/json": components["schemas"]["Outcome"] | components["schemas"]["Outcome"][];
            };
        };
        responses: {
            /** @description It is on disk. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The batch id was used for something else. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description Nothing of it was accepted; `rejected` says why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postOversight: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "id": "a-1",
                 *       "action": "override",
                 *       "from": "approve",
                 *       "to": "refuse",
                 *       "role": "underwriter",
                 *       "reviewSeconds": 41
                 *     }
                 */
                "application/json": components["schemas"]["OversightDecision"] | components["schemas"]["OversightDecision"][];
            };
        };
        responses: {
            /** @description It is on disk. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The batch id was used for something else. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description Nothing of it was accepted; `rejected` says why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postScores: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "assistant",
                 *       "id": "a-2",
                 *       "name": "faithfulness",
                 *       "value": 0.92
                 *     }
                 */
                "application/json": components["schemas"]["Score"] | components["schemas"]["Score"][];
            };
        };
        responses: {
            /** @description It is on disk. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The batch id was used for something else. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description Nothing of it was accepted; `rejected` says why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getConcerns: {
        parameters: {
            query?: {
                system?: string;
                standing?: "open" | "acknowledged" | "resolved";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Concerns, and what became of them. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Concern"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postConcerns: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "id": "c-1",
                 *       "kind": "bias",
                 *       "summary": "refused twice"
                 *     }
                 */
                "application/json": components["schemas"]["ReportedConcern"] | components["schemas"]["ReportedConcern"][];
            };
        };
        responses: {
            /** @description It is on disk. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The batch id was used for something else. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description Nothing of it was accepted; `rejected` says why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getChanges: {
        parameters: {
            query: {
                /** @description Id of a system. */
                system: string;
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes, oldest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Change"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postChanges: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "kind": "deployment",
                 *       "summary": "release 41"
                 *     }
                 */
                "application/json": components["schemas"]["ReportedChange"] | components["schemas"]["ReportedChange"][];
            };
        };
        responses: {
            /** @description It is on disk. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The batch id was used for something else. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description Nothing of it was accepted; `rejected` says why. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postServerV1Logs: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": string;
            };
        };
        responses: {
            /** @description What was accepted is on disk; `partialSuccess` says what was refused. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": string;
                    "application/json": string;
                };
            };
            /** @description The body cannot be read as what its headers say it is. A parameter or header breaks its rule; `errors` names each. The cursor is none of this list; begin again without one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description No key, or one that is unknown, expired or revoked; send `Authorization: Bearer tm_…`. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The key's role, or its systems, do not allow this; use another key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The body is larger than the route takes; send less at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The body's type or coding is not one that the route reads. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description Too much at once; the same is welcome after `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The collector failed; its log says how. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The store or the disk does not answer; the same is welcome after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
        };
    };
    postServerV1Traces: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": string;
            };
        };
        responses: {
            /** @description What was accepted is on disk; `partialSuccess` says what was refused. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": string;
                    "application/json": string;
                };
            };
            /** @description The body cannot be read as what its headers say it is. A parameter or header breaks its rule; `errors` names each. The cursor is none of this list; begin again without one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description No key, or one that is unknown, expired or revoked; send `Authorization: Bearer tm_…`. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The key's role, or its systems, do not allow this; use another key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The body is larger than the route takes; send less at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The body's type or coding is not one that the route reads. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description Too much at once; the same is welcome after `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The collector failed; its log says how. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The store or the disk does not answer; the same is welcome after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
        };
    };
    postServerV1Metrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description 16 bytes in hexadecimal, the same on every retry: what was sent twice is stored once. */
                "Tiltmeter-Batch-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-protobuf": string;
                "application/json": string;
            };
        };
        responses: {
            /** @description What was accepted is on disk; `partialSuccess` says what was refused. */
            200: {
                headers: {
                    /** @description `<journal>/<seq>`, as in the answer. */
                    "Tiltmeter-Receipt"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-protobuf": string;
                    "application/json": string;
                };
            };
            /** @description The body cannot be read as what its headers say it is. A parameter or header breaks its rule; `errors` names each. The cursor is none of this list; begin again without one. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description No key, or one that is unknown, expired or revoked; send `Authorization: Bearer tm_…`. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The key's role, or its systems, do not allow this; use another key. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The body is larger than the route takes; send less at once. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The body's type or coding is not one that the route reads. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description Too much at once; the same is welcome after `Retry-After`. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The collector failed; its log says how. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
            /** @description The store or the disk does not answer; the same is welcome after `Retry-After`. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        code?: number;
                        message?: string;
                    };
                    "application/x-protobuf": {
                        code?: number;
                        message?: string;
                    };
                };
            };
        };
    };
    getQuarantine: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description Only what said it is this, such as `aims.prediction`. */
                event?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With their reasons. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RefusedRecord"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getQuarantineId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the refused record, as the list has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was sent, and why it was refused. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefusedRecord"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postQuarantineIdReplay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the refused record, as the list has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "sent with the key of the system beside it; the sender is mended"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Its batch is on disk; `decision` has the receipt. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        receivedAt: components["schemas"]["Instant"];
                        /** @description Id of the key that sent it; empty where the store refused it later. */
                        key: string;
                        /** @description What it said it is. */
                        event: string;
                        /** @description The table that would not take it; empty: it was refused at once. */
                        target: string;
                        reason: string;
                        /** @description What was sent, as JSON; of a long one its first 8,192 characters, and then it cannot be replayed. Beside attributes of OTLP, `tiltmeter.replay` has what else a replay takes. */
                        record: string;
                        /** @description Null: nothing was decided yet. */
                        decision: components["schemas"]["QuarantineDecision"] | null;
                        /** @description It was decided before, and this changed nothing. */
                        repeated: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It is refused again, was not kept whole, stands in the journal already, or was discarded. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postQuarantineIdDiscard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the refused record, as the list has it. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "a test of the sender"
                 *     }
                 */
                "application/json": {
                    reason: string;
                };
            };
        };
        responses: {
            /** @description It is discarded. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        id: string;
                        receivedAt: components["schemas"]["Instant"];
                        /** @description Id of the key that sent it; empty where the store refused it later. */
                        key: string;
                        /** @description What it said it is. */
                        event: string;
                        /** @description The table that would not take it; empty: it was refused at once. */
                        target: string;
                        reason: string;
                        /** @description What was sent, as JSON; of a long one its first 8,192 characters, and then it cannot be replayed. Beside attributes of OTLP, `tiltmeter.replay` has what else a replay takes. */
                        record: string;
                        /** @description Null: nothing was decided yet. */
                        decision: components["schemas"]["QuarantineDecision"] | null;
                        /** @description It was decided before, and this changed nothing. */
                        repeated: boolean;
                    };
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It was replayed already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystems: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Systems by id, with exact counts. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SystemSummary"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What is declared and what was seen of it. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "credit-scoring",
                     *       "owner": "retail risk",
                     *       "riskTier": "high",
                     *       "declared": true,
                     *       "standing": "live",
                     *       "environments": [
                     *         "production"
                     *       ],
                     *       "models": [
                     *         {
                     *           "name": "xgb",
                     *           "version": "7",
                     *           "predictions": 18442
                     *         }
                     *       ],
                     *       "firstSeen": "2026-11-01T08:00:00.000Z",
                     *       "lastSeen": "2026-11-23T10:00:00.000Z",
                     *       "predictions": 18442,
                     *       "outcomes": 9120,
                     *       "oversight": 311,
                     *       "unexplainedLoss": 0,
                     *       "openNonconformities": 1,
                     *       "baseline": null
                     *     }
                     */
                    "application/json": components["schemas"]["SystemSummary"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsIdHistory: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Changes of its declaration. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DeclarationChange"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsIdSeries: {
        parameters: {
            query: {
                /** @description Id of a metric, as `GET /api/v1/metrics` lists them. */
                metric: string;
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description `all`: one point for the whole range; or a duration such as `15m`, `1h`, `1d`. */
                step?: string;
                /** @description A dimension to group by: `model_version`, or `segment.NAME`. */
                by?: string;
                /** @description The label that counts as positive; absent: the one that the inventory declares. */
                positive?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The points, oldest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "metric": "accuracy",
                     *       "unit": "1",
                     *       "points": [
                     *         {
                     *           "time": "2026-11-22T10:00:00.000Z",
                     *           "by": {
                     *             "segment.race": "Caucasian"
                     *           },
                     *           "value": 0.2345,
                     *           "n": 1488,
                     *           "lower": 0.213,
                     *           "upper": 0.257
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Series"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDrift: {
        parameters: {
            query: {
                /** @description Id of a system. */
                system: string;
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description Absent: all versions together. */
                model_version?: string;
                /** @description One feature, with everything that is known of it. */
                feature?: string;
                /** @description Digest or name of a baseline; absent: the approved one. */
                baseline?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Distances with their bounds. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Drift"] | components["schemas"]["FeatureDetail"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no baseline of that digest or name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMetrics: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The catalogue, by id. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["MetricSummary"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How it stands. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "0.1.0",
                     *       "engine": "chdb 3.4.0",
                     *       "startedAt": "2026-11-23T10:00:00.000Z",
                     *       "ledger": {
                     *         "size": 3,
                     *         "root": "00"
                     *       },
                     *       "problems": [],
                     *       "watchdog": {
                     *         "host": "hc-ping.com",
                     *         "heardAt": "2026-11-23T10:00:00.000Z"
                     *       },
                     *       "appliedSeq": {
                     *         "j-1": 18442
                     *       },
                     *       "lastSeq": {
                     *         "j-1": 18442
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["ServerStatus"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsIdFeatures: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Features by name. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "feature": "income",
                     *           "kind": "numeric",
                     *           "values": 900,
                     *           "predictions": 1000,
                     *           "coverage": 0.9,
                     *           "baseline": {
                     *             "values": 5800,
                     *             "missing": 32
                     *           },
                     *           "distance": {
                     *             "metric": "psi",
                     *             "value": 0.0371,
                     *             "lower": 0.029,
                     *             "upper": 0.046,
                     *             "n": 900
                     *           }
                     *         }
                     *       ],
                     *       "next": null,
                     *       "baseline": {
                     *         "name": "approved",
                     *         "digest": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f",
                     *         "rows": 5832
                     *       },
                     *       "from": "2026-11-22T10:00:00.000Z",
                     *       "to": "2026-11-23T10:00:00.000Z"
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["SystemFeature"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description The approved baseline; null: there is none. */
                        baseline: {
                            name: string;
                            digest: string;
                            rows: number;
                        } | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsIdCalls: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description `all`: one point for the whole range; or a duration such as `15m`, `1h`, `1d`. */
                step?: string;
                /** @description Dimensions to group by, with commas between: `supplier`, `model_version` (the model that answered), `request_model`, `operation`, `segment.NAME`; absent: all calls together. */
                by?: string;
                /** @description `csv`: a row for each point. */
                format?: "json" | "csv";
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Series, that with most calls first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-22T10:00:00.000Z",
                     *       "to": "2026-11-23T10:00:00.000Z",
                     *       "prices": {
                     *         "asOf": "2026-11-01",
                     *         "currency": "USD",
                     *         "digest": "0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"
                     *       },
                     *       "series": [
                     *         {
                     *           "by": {
                     *             "supplier": "openai",
                     *             "model_version": "gpt-4o-2024-08-06"
                     *           },
                     *           "points": [
                     *             {
                     *               "time": "2026-11-22T10:00:00.000Z",
                     *               "calls": 120,
                     *               "errors": 1,
                     *               "usageUnknown": 2,
                     *               "tokens": {
                     *                 "input": 140200,
                     *                 "cached": 96000,
                     *                 "cacheWrite": 0,
                     *                 "output": 20110,
                     *                 "reasoning": 0,
                     *                 "cacheKnown": 140200
                     *               },
                     *               "cost": {
                     *                 "usd": 0.4316,
                     *                 "unpriced": {}
                     *               },
                     *               "firstChunk": {
                     *                 "p50": 0.41,
                     *                 "p90": 0.92,
                     *                 "p95": 1.31,
                     *                 "p99": 2.02
                     *               },
                     *               "refused": 1,
                     *               "refusalKnown": 119,
                     *               "finishReasons": {
                     *                 "stop": 101,
                     *                 "tool_calls": 17
                     *               },
                     *               "unfinished": 1,
                     *               "tools": {
                     *                 "search": 17
                     *               }
                     *             }
                     *           ]
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["Calls"];
                    "text/csv": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getInstrumentation: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By system. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "system": "support-assistant",
                     *           "processes": 3,
                     *           "watched": [
                     *             "openai@7.59.0"
                     *           ],
                     *           "unwatched": [
                     *             "@anthropic-ai/sdk@1.14.0"
                     *           ],
                     *           "lost": []
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": {
                        items: components["schemas"]["Instrumentation"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsIdClientMetrics: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description `counted`: by clients' own metrics; `told`: of predictions. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "from": "2026-11-22T10:00:00.000Z",
                     *       "to": "2026-11-23T10:00:00.000Z",
                     *       "items": [
                     *         {
                     *           "supplier": "openai",
                     *           "requestModel": "gpt-4o",
                     *           "counted": {
                     *             "calls": 1200,
                     *             "errors": 4,
                     *             "inputTokens": 140200,
                     *             "outputTokens": 20110
                     *           },
                     *           "told": {
                     *             "calls": 120,
                     *             "errors": 1,
                     *             "inputTokens": 14100,
                     *             "outputTokens": 2004
                     *           }
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["ClientMetrics"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDirectivesSystem: {
        parameters: {
            query?: {
                /** @description Seconds that the answer may wait while nothing is new. */
                wait?: number;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
                /** @description Id of the process that asks: it holds the present suspension. */
                "Tiltmeter-Producer"?: string;
            };
            path: {
                /** @description Id of a system. */
                system: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What the processes of the system should do. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DirectiveMessage"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description The key is not of this system. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSystemsIdSuspension: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it stands. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suspension"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSystemsIdSuspension: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you saw: 412 where others decided since. Absent: whatever stands is decided on, for who must stop a system now. */
                "If-Match"?: string;
            };
            path: {
                /** @description Id of the system. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "act": "suspend",
                 *       "reason": "approvals have doubled since the release of this morning"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    act: "approve" | "refuse" | "suspend" | "resume";
                    /** @default  */
                    reason?: string;
                    /** @description Of a suspension; absent or null: until somebody resumes the system. */
                    until?: string | null;
                };
            };
        };
        responses: {
            /** @description As it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suspension"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Others decided since. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getControls: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Controls by id. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            id: string;
                            title: string;
                            requirement: string;
                            severity: string;
                            status: string;
                            measure: string;
                            everySeconds: number;
                            windowSeconds: number;
                            revision: string;
                            /** @description When the first (or next) verdict is due, in words: `after 412 more predictions`, `at 14:05 UTC`. */
                            due: string;
                            /** @description The control's own text in its file. */
                            text: string;
                            owner: string;
                            /** @description The set of controls that it belongs to. */
                            set: string;
                            clauses: {
                                [key: string]: string[];
                            };
                            /** @description What it is judged by, such as `model_version`. */
                            by: string[];
                            /** @description When and by whom this revision was loaded; null where that is not known. */
                            changed: {
                                at: components["schemas"]["Instant"];
                                by: string;
                            } | null;
                            instances: components["schemas"]["InstanceStatus"][];
                        }[];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    putControls: {
        parameters: {
            query?: {
                /** @description The file's name, where the body is YAML. */
                file?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "file": "credit.yaml",
                 *       "text": "version: 1\ncontrols: []\n"
                 *     }
                 */
                "application/json": {
                    /** @description Its name: a file of the same name takes its place. */
                    file: string;
                    /** @description YAML; null takes the file back, and its controls out of force. */
                    text: string | null;
                };
                "text/yaml": string;
            };
        };
        responses: {
            /** @description It is in force; `same`: it was before. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentControls"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no such file to take back. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Other control files cannot be put in force as they are. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            /** @description It has errors: `errors` has line and column of each. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getControlsIdEvaluations: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description `instanceKey` of one instance; absent: all. */
                instance?: string;
                /** @description `all`: also what was known before late data amended it. */
                revisions?: "newest" | "all";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the control. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Passes too. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StoredEvaluation"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description The beginning of the range, as it was asked or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getEvaluations: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description `instanceKey` of one instance; absent: all. */
                instance?: string;
                /** @description `all`: also what was known before late data amended it. */
                revisions?: "newest" | "all";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Passes too. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StoredEvaluation"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description The beginning of the range, as it was asked or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getEvidenceDigest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description SHA-256 in hex of what is asked for. */
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was when it was raised. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EvidenceSnapshot"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCoverage: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Clauses by framework. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Coverage"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getEvaluationCounts: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: a day before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Of every control that was evaluated in the range. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["EvaluationCounts"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getControlsIdRevisions: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the control. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With their text, where it was kept. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ControlRevision"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMaintenance: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Each with how it stands. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Maintenance"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMaintenance: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "systems": [
                 *         "credit-scoring"
                 *       ],
                 *       "reason": "move of the feature store",
                 *       "minutes": 120
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Absent or empty: every system, and the collector itself.
                     * @default []
                     */
                    systems?: string[];
                    /** @default  */
                    reason?: string;
                    /** @description Absent or null: now; never in the past. */
                    from?: string | null;
                    /** @description How long, at most a day where the configuration says no other. */
                    minutes: number;
                };
            };
        };
        responses: {
            /** @description It is under way, or planned. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Too many are under way. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postMaintenanceIdEnd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As it was answered, such as `MNT-2026-0001`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is over. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is none of that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is over already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postBacktests: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "control": "drift.inputs",
                 *       "from": "2026-11-01",
                 *       "to": "2026-11-23"
                 *     }
                 */
                "application/json": {
                    /**
                     * @description Id of a control in force, or of one of `text`.
                     * @default null
                     */
                    control?: string | null;
                    /**
                     * @description A control file, for one that is not in force.
                     * @default null
                     */
                    text?: string | null;
                    /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                    from: string;
                    /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                    to: string;
                    /** @description Incidents that are known: whether it would have found them. */
                    known?: {
                        name: string;
                        /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                        from: string;
                        /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                        to: string;
                        /** @default null */
                        system?: string | null;
                    }[];
                };
            };
        };
        responses: {
            /** @description Started. */
            202: {
                headers: {
                    /** @description Of the backtest. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no control of that id in force. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBacktestsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the backtest. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BacktestReport"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteBacktestsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the backtest. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs no more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBaselines: {
        parameters: {
            query?: {
                system?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By system and name, newest version first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["BaselineSummary"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postBaselines: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "name": "validation",
                 *       "columns": {
                 *         "income": [
                 *           52000,
                 *           31000,
                 *           null
                 *         ],
                 *         "purpose": [
                 *           "car",
                 *           "house",
                 *           "car"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    system: string;
                    name: string;
                    /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                    from?: string;
                    /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                    to?: string;
                    /** @description Rows by column: feature name → its values, all columns of one length. */
                    columns?: {
                        [key: string]: (number | string | null)[];
                    };
                    rolling?: {
                        days: number;
                        everyDays: number;
                    };
                    distributions?: {
                        origin: string;
                        rows: number;
                        features: {
                            [key: string]: {
                                /** @constant */
                                kind: "numeric";
                                edges: number[];
                                deciles: number[];
                                counts: number[];
                                missing: number;
                                /** @constant */
                                discrete?: true;
                                magnitudes?: {
                                    [key: string]: number;
                                };
                                min?: number;
                                max?: number;
                                hourly?: [
                                    number,
                                    number
                                ][][];
                            } | {
                                /** @constant */
                                kind: "categorical";
                                categories: string[];
                                rare?: string[];
                                counts: number[];
                                missing: number;
                                hourly?: [
                                    number,
                                    number
                                ][][];
                            } | {
                                /** @constant */
                                kind: "sums";
                                /** @enum {string} */
                                of: "components" | "fourier";
                                counts: number[];
                                missing: number;
                                chance?: {
                                    resamples: number;
                                    median: number;
                                    p95: number;
                                    p99: number;
                                };
                            };
                        };
                        derived?: {
                            [key: string]: {
                                /** @constant */
                                kind: "text";
                            } | {
                                /** @constant */
                                kind: "embedding";
                                dimensions: number;
                                seed: number;
                                bandwidth: number;
                            };
                        };
                        scores?: {
                            [key: string]: {
                                [key: string]: number[];
                            };
                        };
                        outputs?: {
                            [key: string]: number;
                        };
                    };
                    /** @description Of the rows of `columns`, for `seasonal`: instants, or Unix milliseconds. */
                    times?: (number | string | null)[];
                    /** @description Past answers whose truth is known, by column, of one length: what estimated performance is calibrated with. */
                    scores?: {
                        label: (string | null)[];
                        score: (number | null)[];
                        truth: (string | null)[];
                    };
                    outputs?: {
                        [key: string]: number;
                    };
                    /** @constant */
                    seasonal?: "hour_of_week";
                    /** @default {} */
                    rates?: {
                        overrideRate?: number;
                        errorRate?: number;
                        accuracy?: number;
                    };
                };
            };
        };
        responses: {
            /** @description It exists. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BaselineSummary"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getBaselinesDigest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description SHA-256 in hex of what is asked for. */
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole of it. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Baseline"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postBaselinesDigestApprove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description SHA-256 in hex of what is asked for. */
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The baseline, approved. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BaselineSummary"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It cannot be approved as it stands. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformities: {
        parameters: {
            query?: {
                /** @description `open` and `ended` are several states. */
                state?: "open" | "ended" | "raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void";
                severity?: "low" | "medium" | "high" | "critical";
                source?: "control" | "internal_audit" | "external_audit" | "incident" | "complaint" | "concern" | "supplier" | "management_review";
                system?: string;
                control?: string;
                /** @description A name; empty: those that nobody owns. */
                owner?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Records without their clocks. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Nonconformity"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformities: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fields": {
                 *         "title": "Refusals without a reason",
                 *         "system": "credit-scoring",
                 *         "severity": "high",
                 *         "source": "complaint",
                 *         "statement": "eleven people were refused and not told why",
                 *         "requirement": "every refusal has a reason"
                 *       },
                 *       "cites": {
                 *         "iso-42001": [
                 *           "A.8.3"
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @default {} */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @default {} */
                    cites?: {
                        [key: string]: string[];
                    };
                    /** @default null */
                    concern?: {
                        system: string;
                        id: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description The record. */
            201: {
                headers: {
                    /** @description Of it. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformityItem"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It cannot be raised so. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformityItem"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchNonconformitiesId: {
        parameters: {
            query?: never;
            header: {
                /** @description Required: the `ETag` of the record that you saw. */
                "If-Match": string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "fields": {
                 *         "owner": "mara"
                 *       },
                 *       "reason": "jo is on leave"
                 *     }
                 */
                "application/json": {
                    /** @default {} */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @default {} */
                    cites?: {
                        [key: string]: string[];
                    };
                    /** @default {} */
                    uncites?: {
                        [key: string]: string[];
                    };
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The record as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformityItem"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description The role may not, or a second person is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["NotFound"];
            /** @description The record's state does not lead there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Others changed it since; `since` has their steps. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description `If-Match` is missing. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdTransitions: {
        parameters: {
            query?: never;
            header: {
                /** @description Required: the `ETag` of the record that you saw. */
                "If-Match": string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "to": "assessing",
                 *       "fields": {
                 *         "owner": "mara"
                 *       },
                 *       "reason": ""
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    to: "raised" | "assessing" | "containing" | "analysing" | "acting" | "verifying" | "closing" | "closed" | "dismissed" | "observation" | "accepted" | "merged" | "void";
                    /** @default {} */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The record as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformityItem"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description The role may not, or a second person is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["NotFound"];
            /** @description The record's state does not lead there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Others changed it since; `since` has their steps. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description `If-Match` is missing. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdActions: {
        parameters: {
            query?: never;
            header: {
                /** @description Required: the `ETag` of the record that you saw. */
                "If-Match": string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "act": "plan",
                 *       "fields": {
                 *         "what": "retrain without the leaked column",
                 *         "owner": "mara",
                 *         "due": "2026-12-15"
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    act: "plan" | "change" | "drop" | "done";
                    /** @default  */
                    action?: string;
                    /** @default {} */
                    fields?: {
                        [key: string]: string;
                    };
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The record as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformityItem"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            /** @description The role may not, or a second person is needed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            404: components["responses"]["NotFound"];
            /** @description The record's state does not lead there. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Others changed it since; `since` has their steps. */
            412: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            /** @description `If-Match` is missing. */
            428: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdComments: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "text": "the upstream table was reloaded on Friday"
                 *     }
                 */
                "application/json": {
                    text: string;
                };
            };
        };
        responses: {
            /** @description The record with the comment. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NonconformityItem"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It cannot be commented on. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdEffectiveness: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The plan, and what telemetry says. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EffectivenessView"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdDocumentsDigest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
                /** @description SHA-256 in hex of what is asked for. */
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was kept under its digest. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdDecisions: {
        parameters: {
            query?: {
                /** @description `open`: those that nobody has looked at. */
                state?: "all" | "open";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AffectedItem"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description All that there are. */
                        affected: number;
                        reviewed: number;
                        /** @description Share of them that was reviewed; null: there are none. */
                        closed: number | null;
                        /** @description By what was decided; null: nobody has reviewed any. */
                        decided: {
                            upheld: number;
                            corrected: number;
                            person_informed: number;
                            no_remedy: number;
                        } | null;
                        /** @description How the windows were found, in a sentence. */
                        method: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no such record, or no telemetry says which decisions they are. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdDecisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "decided": "upheld",
                 *       "ids": [
                 *         "a-1"
                 *       ]
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    decided: "upheld" | "corrected" | "person_informed" | "no_remedy";
                    /** @description Predictions by their id. */
                    ids?: string[];
                    /**
                     * @description In place of `ids`: every one that nobody has looked at.
                     * @constant
                     */
                    all_open?: true;
                };
            };
        };
        responses: {
            /** @description How far the re-review has come. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reviewed"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description Nothing of it can be reviewed, or it was reviewed already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdDecisionsCsv: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One decision a row. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no such record, or no telemetry says which decisions they are. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getDuties: {
        parameters: {
            query?: {
                /** @description A name; `me`: the asker's. */
                owner?: string;
                system?: string;
                state?: "on_track" | "at_risk" | "breached";
                kind?: "work" | "action" | "acceptance" | "report";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Steps of work, actions, acceptances, reports. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DutyItem"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdDuties: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Clocks, reporting duties and holds. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDuties"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdIncident: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "serious": "suspected",
                 *       "kinds": [
                 *         "personal_data_breach"
                 *       ],
                 *       "aware_at": "2026-11-23T10:00:00Z",
                 *       "reason": "scores of 40 people were shown to others"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    serious: "no" | "suspected" | "yes";
                    /** @default [] */
                    kinds?: ("death" | "critical_infrastructure" | "widespread_infringement" | "personal_data_breach" | "significant_incident")[];
                    /** @description When the organisation became aware; the clocks of the law start then. */
                    aware_at?: string | null;
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description What falls due now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDuties"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The record does not stand so that this can be said. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdReports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "duty": "ai-act-73-2",
                 *       "stage": "initial",
                 *       "reference": "BNetzA 2026-117"
                 *     }
                 */
                "application/json": {
                    /** @description Id of the reporting duty, as the record's duties name it. */
                    duty: string;
                    /**
                     * @default initial
                     * @enum {string}
                     */
                    stage?: "initial" | "complete";
                    /** @description When it was sent; absent: now. */
                    made_at?: string | null;
                    /** @default  */
                    reference?: string;
                };
            };
        };
        responses: {
            /** @description What falls due now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDuties"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description There is no such duty, or it was fulfilled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdSetAside: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the record, such as `NC-2026-0042`. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "duty": "ai-act-73-2",
                 *       "reason": "counsel: no serious incident, see memo 14"
                 *     }
                 */
                "application/json": {
                    duty: string;
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description What falls due now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordDuties"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description There is no such duty, or it was fulfilled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getHolds: {
        parameters: {
            query?: {
                system?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Holds, newest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Hold"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postHolds: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "record": "NC-2026-0042",
                 *       "reason": "litigation"
                 *     }
                 */
                "application/json": {
                    system: string;
                    /** @default null */
                    record?: string | null;
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The hold. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There is no such system. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It is held already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postHoldsIdRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the hold. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "settled on 2 March"
                 *     }
                 */
                "application/json": {
                    /** @default  */
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description The hold, released. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Hold"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It was released already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNotifications: {
        parameters: {
            query?: {
                channel?: string;
                /** @description Id of a record that the message is about. */
                record?: string;
                outcome?: "waiting" | "delivered" | "retrying" | "given_up" | "gone";
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of messages. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description What the receiver drops repeats by. */
                            id: string;
                            channel: string;
                            /**
                             * @description `grouped`: a route tells several at once. `held`: quiet hours held it back. `together`: what passed took along what waited.
                             * @enum {string}
                             */
                            kind: "single" | "grouped" | "held" | "together" | "digest" | "quiet_ended";
                            event: string;
                            records: string[];
                            /** Format: date-time */
                            at: string;
                            /**
                             * @description `given_up`: all tries are used. `gone`: the receiver wants no more.
                             * @enum {string}
                             */
                            outcome: "waiting" | "delivered" | "retrying" | "given_up" | "gone";
                            attempts: number;
                            /** @description Of the last try. */
                            detail: string | null;
                            nextAt: string | null;
                        }[];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNotificationsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the notification. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The message. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the receiver drops repeats by. */
                        id: string;
                        channel: string;
                        /**
                         * @description `grouped`: a route tells several at once. `held`: quiet hours held it back. `together`: what passed took along what waited.
                         * @enum {string}
                         */
                        kind: "single" | "grouped" | "held" | "together" | "digest" | "quiet_ended";
                        event: string;
                        records: string[];
                        /** Format: date-time */
                        at: string;
                        /**
                         * @description `given_up`: all tries are used. `gone`: the receiver wants no more.
                         * @enum {string}
                         */
                        outcome: "waiting" | "delivered" | "retrying" | "given_up" | "gone";
                        attempts: number;
                        /** @description Of the last try. */
                        detail: string | null;
                        nextAt: string | null;
                        tries: {
                            /** Format: date-time */
                            at: string;
                            /** @description From 1. */
                            attempt: number;
                            /** @enum {string} */
                            outcome: "delivered" | "failed" | "gone";
                            /** @description Of HTTP or SMTP; null: no answer came. */
                            status: number | null;
                            detail: string;
                            nextAt: string | null;
                        }[];
                        retried: {
                            by: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNotificationsIdRetry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the notification. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is tried within a second. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the receiver drops repeats by. */
                        id: string;
                        channel: string;
                        /**
                         * @description `grouped`: a route tells several at once. `held`: quiet hours held it back. `together`: what passed took along what waited.
                         * @enum {string}
                         */
                        kind: "single" | "grouped" | "held" | "together" | "digest" | "quiet_ended";
                        event: string;
                        records: string[];
                        /** Format: date-time */
                        at: string;
                        /**
                         * @description `given_up`: all tries are used. `gone`: the receiver wants no more.
                         * @enum {string}
                         */
                        outcome: "waiting" | "delivered" | "retrying" | "given_up" | "gone";
                        attempts: number;
                        /** @description Of the last try. */
                        detail: string | null;
                        nextAt: string | null;
                        tries: {
                            /** Format: date-time */
                            at: string;
                            /** @description From 1. */
                            attempt: number;
                            /** @enum {string} */
                            outcome: "delivered" | "failed" | "gone";
                            /** @description Of HTTP or SMTP; null: no answer came. */
                            status: number | null;
                            detail: string;
                            nextAt: string | null;
                        }[];
                        retried: {
                            by: string;
                            /** Format: date-time */
                            at: string;
                        } | null;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The message was delivered, or is tried again by itself. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNotificationChannels: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The channels by name. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            channel: string;
                            kind: string | null;
                            /**
                             * @description `failing`: messages are tried again or were given up.
                             * @enum {string}
                             */
                            state: "well" | "failing" | "gone";
                            waiting: number;
                            /** @description Until quiet hours end. */
                            held: number;
                            retrying: number;
                            givenUp: number;
                            deliveredAt: string | null;
                            failedAt: string | null;
                            failure: string | null;
                            goneAt: string | null;
                        }[];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postNonconformitiesIdAcknowledgement: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the nonconformitie. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is recorded. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        record: string;
                        /** Format: date-time */
                        acknowledgedAt: string;
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The record is done with. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getGovernance: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The governance file as it stands, and its past. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LaidDown"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getGovernanceChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With who approved what. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Digest of the governance file; null: there is none. */
                        document: string | null;
                        chain: components["schemas"]["Traceability"];
                        approvals: components["schemas"]["Approval"][];
                        /** @description People who acknowledged each policy as it is in force. */
                        acknowledged: {
                            policy: string;
                            version: number;
                            people: number;
                            lastAt: components["schemas"]["Instant"] | null;
                        }[];
                        /** @description Controls of which a backtest of the revision in force can support an approval. */
                        backtested: string[];
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRisks: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Risks, changes to assess, assessments. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Risks"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getSuppliers: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The register. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SupplierRegister"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccountability: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By system. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Accountability"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getReviewerAuthorisation: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By system and role. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RoleAuthorisation"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCalibrations: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Sums by role. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Calibration"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postCalibrations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "role": "underwriter",
                 *       "items": 40,
                 *       "errors": 6,
                 *       "from": "2026-12-01",
                 *       "until": "2026-12-08",
                 *       "plan": "drawn from last year's corrections"
                 *     }
                 */
                "application/json": {
                    /** @description System. Required. */
                    system?: string | number | boolean;
                    /** @description Role of the reviewers. Required. */
                    role?: string | number | boolean;
                    /** @description Decisions that each reviewer is shown. Required. */
                    items?: string | number | boolean;
                    /** @description How many of them are wrong. Required. */
                    errors?: string | number | boolean;
                    /** @description From. A day, `2027-03-31`. Required. */
                    from?: string | number | boolean;
                    /** @description Until. A day, `2027-03-31`. Required. */
                    until?: string | number | boolean;
                    /** @description How errors are chosen and shown. Required. */
                    plan?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getStopDrills: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Drills. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["StopDrill"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postStopDrills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "held": "2026-11-23T10:00:00Z",
                 *       "role": "operations",
                 *       "outcome": "stopped",
                 *       "seconds": 12
                 *     }
                 */
                "application/json": {
                    /** @description System. Required. */
                    system?: string | number | boolean;
                    /** @description When. An instant. Required. */
                    held?: string | number | boolean;
                    /** @description Who stopped it: a role. Required. */
                    role?: string | number | boolean;
                    /** @description Did it stop. One of stopped, not_stopped. Required. */
                    outcome?: string | number | boolean;
                    /** @description Seconds until it stood still. */
                    seconds?: string | number | boolean;
                    /** @description What was learnt. */
                    notes?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getMeasuredStops: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Stops. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            system: string;
                            since: components["schemas"]["Instant"];
                            by: string;
                            /** @description Until the first sign that it stood still; null: there was none before it ended. */
                            afterSeconds: number | null;
                            targetSeconds: number | null;
                        }[];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description As asked, or by default. */
                        from: string;
                        to: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getApplicability: {
        parameters: {
            query?: {
                /** @description As it stood then; absent: now. */
                at?: string;
                /** @description Absent: what `Accept` asks for, else JSON. */
                format?: "json" | "csv";
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By framework and clause. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatementOfApplicability"];
                    "text/csv": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAttestations: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Expired and withdrawn too. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Attestation"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAttestations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "framework": "iso42001",
                 *       "clause": "A.7.3",
                 *       "expires": "2027-03-31",
                 *       "statement": "acquisition of data follows procedure 12",
                 *       "evidence": "handbook 4.2"
                 *     }
                 */
                "application/json": {
                    /** @description Framework: such as iso42001. Required. */
                    framework?: string | number | boolean;
                    /** @description Clause: such as A.7.3. Required. */
                    clause?: string | number | boolean;
                    /** @description What is fulfilled, and how. Required. */
                    statement?: string | number | boolean;
                    /** @description Where the evidence lies: a document, its version and its place. Required. */
                    evidence?: string | number | boolean;
                    /** @description Holds until. A day, `2027-03-31`. Required. */
                    expires?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getCrossReferences: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By kind of record. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CrossReference"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdCitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the nonconformitie. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its citations, and others. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Citations"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getManagementReview: {
        parameters: {
            query?: {
                /** @description The beginning, inclusive; absent: 90 days before `to`. */
                from?: string;
                /** @description The end, exclusive; absent: now. */
                to?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By input of the review. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPack"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getManagementReviews: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With their actions. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["HeldReview"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postManagementReviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "from": "2026-07-01",
                 *       "to": "2026-10-01",
                 *       "summary": "suitable; staffing to be raised"
                 *     }
                 */
                "application/json": {
                    /** @description From. A day, `2027-03-31`. Required. */
                    from?: string | number | boolean;
                    /** @description To: the day after the last one of the period. A day, `2027-03-31`. Required. */
                    to?: string | number | boolean;
                    /** @description What management concluded. Required. */
                    summary?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getManagementReviewsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the management review. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The review. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldReviewItem"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAudit: {
        parameters: {
            query?: {
                /** @description As it stood then; absent: now. */
                at?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was in force. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditState"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAuditSamples: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How each was drawn. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditSample"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAuditSamples: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "of": "evaluations",
                 *       "count": 25,
                 *       "from": "2026-10-01",
                 *       "to": "2026-11-01"
                 *     }
                 */
                "application/json": {
                    /** @description Of. One of evaluations, nonconformities, approvals. Required. */
                    of?: string | number | boolean;
                    /** @description How many. Required. */
                    count?: string | number | boolean;
                    /** @description From. A day, `2027-03-31`. Required. */
                    from?: string | number | boolean;
                    /** @description To: the day after the last one. A day, `2027-03-31`. Required. */
                    to?: string | number | boolean;
                    /** @description Seed: any word; left empty, one is drawn and shown. */
                    seed?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAuditSamplesId: {
        parameters: {
            query?: {
                /** @description Absent: what `Accept` asks for, else JSON. */
                format?: "json" | "csv";
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the audit sample. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The workpaper. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workpaper"];
                    "text/csv": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postApprovals: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subject": "control",
                 *       "id": "drift.inputs",
                 *       "version": "abc",
                 *       "rationale": "the limit found both incidents of spring",
                 *       "backtest": "yes"
                 *     }
                 */
                "application/json": {
                    /** @description What is approved. One of policy, objective, control. Required. */
                    subject?: string | number | boolean;
                    /** @description Its id. Required. */
                    id?: string | number | boolean;
                    /** @description Its version: the version, or the revision of a control. Required. */
                    version?: string | number | boolean;
                    /** @description Why this is right: why this limit, this target, this text. Required. */
                    rationale?: string | number | boolean;
                    /** @description Rests on the last backtest. One of yes, no. */
                    backtest?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAcknowledgements: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "policy": "responsible-ai",
                 *       "version": 2
                 *     }
                 */
                "application/json": {
                    /** @description Policy. Required. */
                    policy?: string | number | boolean;
                    /** @description Version. Required. */
                    version?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAssessments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "system": "credit-scoring",
                 *       "conclusion": "acceptable with review",
                 *       "evidence": "DPIA 14",
                 *       "likelihood": {
                 *         "R-01": 3
                 *       }
                 *     }
                 */
                "application/json": {
                    /** @description System. Required. */
                    system?: string | number | boolean;
                    /** @description What was concluded. Required. */
                    conclusion?: string | number | boolean;
                    /** @description Where the assessment lies. Required. */
                    evidence?: string | number | boolean;
                    /** @description Likelihood, by id of the risk. */
                    likelihood?: {
                        [key: string]: string | number | boolean;
                    };
                    /** @description Severity, by id of the risk. */
                    severity?: {
                        [key: string]: string | number | boolean;
                    };
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postCalibrationsIdResults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the calibration. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "results": "reviewer,item,error,flagged\nr1,i1,yes,yes\n"
                 *     }
                 */
                "application/json": {
                    /** @description Answers as CSV: a line for each answer: reviewer,item,error,flagged with yes or no; only sums by role are kept. Required. */
                    results?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAttestationsIdWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the attestation. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "the procedure was replaced"
                 *     }
                 */
                "application/json": {
                    /** @description Why. Required. */
                    reason?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postManagementReviewsIdDecisions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the management review. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "input": "c",
                 *       "decision": "hire a second reviewer",
                 *       "owner": "mara",
                 *       "due": "2027-01-31"
                 *     }
                 */
                "application/json": {
                    /** @description Input that it answers. One of a, b, c, d1, d2, d3, e. Required. */
                    input?: string | number | boolean;
                    /** @description What is decided. Required. */
                    decision?: string | number | boolean;
                    /** @description Who does it. Required. */
                    owner?: string | number | boolean;
                    /** @description By when. A day, `2027-03-31`. Required. */
                    due?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postReviewActionsIdCompletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the review action. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "evidence": "contract of 14 January"
                 *     }
                 */
                "application/json": {
                    /** @description Where it can be seen. Required. */
                    evidence?: string | number | boolean;
                };
            };
        };
        responses: {
            /** @description It is in the ledger. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Written"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It does not stand so that this can be done. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getServerCheckpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The note. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description None was signed yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerCheckpoint: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The note. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description None was signed yet. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getServerTileLevel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Level of the tree, or `entries`. */
                level: string;
                /** @description The rest of the tile's path. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its bytes; they never change. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerTileLevel: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Level of the tree, or `entries`. */
                level: string;
                /** @description The rest of the tile's path. */
                path: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its bytes; they never change. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedger: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Its tree, keys, silences and anchors. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerStanding"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerEntries: {
        parameters: {
            query?: {
                /** @description Index of the first entry; absent: 0. */
                from?: number;
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description With their hashes. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerEntry"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description Entries that the ledger has. */
                        size: number;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerProofs: {
        parameters: {
            query?: {
                /** @description Of an entry: a proof that the tree has it. */
                index?: number;
                /** @description Of that tree; absent: of the newest checkpoint. */
                size?: number;
                /** @description Size of a smaller tree: a proof that the larger holds it. */
                from?: number;
                /** @description Size of the larger tree; absent: of the newest checkpoint. */
                to?: number;
                /** @description `tlog-proof`: as text with its checkpoint, for stock tools. */
                format?: "json" | "tlog-proof";
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hashes from the leaf, or between the trees. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                    "text/plain": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It is beyond what is signed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerProof: {
        parameters: {
            query?: {
                /** @description Of an entry: a proof that the tree has it. */
                index?: number;
                /** @description Of that tree; absent: of the newest checkpoint. */
                size?: number;
                /** @description Size of a smaller tree: a proof that the larger holds it. */
                from?: number;
                /** @description Size of the larger tree; absent: of the newest checkpoint. */
                to?: number;
                /** @description `tlog-proof`: as text with its checkpoint, for stock tools. */
                format?: "json" | "tlog-proof";
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Hashes from the leaf, or between the trees. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proof"];
                    "text/plain": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description It is beyond what is signed. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Oldest first; the last one signs. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerKey"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description Name of the log, as checkpoints begin with it. */
                        origin: string;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postLedgerKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The new public key. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VerifierKey"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerAnchors: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Anchors. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LedgerAnchor"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                        /** @description How often checkpoints are shown to others. */
                        everySeconds: number;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerAnchorsDigest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description SHA-256 in hex of what is asked for. */
                digest: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description As it was kept. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getLedgerPast: {
        parameters: {
            query?: {
                /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                at?: string;
                /** @description After so many entries, in place of `at`. */
                size?: number;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description In short. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LedgerPast"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description There are not so many entries. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getEvents: {
        parameters: {
            query?: {
                /** @description Absent: of all systems that the caller may see. */
                system?: string;
                /** @description Absent: of all records. */
                record?: string;
                /** @description Index of the last entry that is known, as `Last-Event-ID`. */
                after?: number;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
                /** @description Index of the last entry that is known: what came since is sent first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A stream. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            /** @description Too many streams are open, or the collector is ending. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSeals: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description How the comparison stands. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seals"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSealsCheck: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Seals"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getNonconformitiesIdCompleteness: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the nonconformitie. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By class of record. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecordCompleteness"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postChannelsNameTest: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the channel, as configured. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What came of it, good or bad. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelTest"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description No such channel is configured. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description It was tested a moment ago. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getExports: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Exports. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ExportReport"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postExports: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "kind": "register",
                 *       "from": "2026-10-01",
                 *       "to": "2026-11-01"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    kind: "audit" | "register" | "oscal";
                    /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                    from: string;
                    /** @description An ISO 8601 date (midnight UTC), or an instant with a time zone. */
                    to: string;
                    /**
                     * @description Absent or null: all.
                     * @default null
                     */
                    systems?: string[] | null;
                    /** @default null */
                    sample?: {
                        count: number;
                        seed: string;
                    } | null;
                };
            };
        };
        responses: {
            /** @description Started. */
            202: {
                headers: {
                    /** @description Of the export. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportReport"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getExportsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the export. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it stands. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportReport"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteExportsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the export. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone, with its files. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getExportsIdFilesName: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the export. */
                id: string;
                /** @description Name of a file. */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-tar": string;
                    "application/json": string;
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postErasures: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "subject": "customer 4711",
                 *       "request": "DSR-2026-31",
                 *       "basis": "gdpr-17",
                 *       "dryRun": true
                 *     }
                 */
                "application/json": {
                    subject: string;
                    /** @default  */
                    request?: string;
                    /**
                     * @default gdpr-17
                     * @enum {string}
                     */
                    basis?: "gdpr-17" | "gdpr-21" | "ccpa-1798.105" | "consent-withdrawn" | "court-order" | "other";
                    /** @default  */
                    reason?: string;
                    /** @default false */
                    dryRun?: boolean;
                };
            };
        };
        responses: {
            /** @description What would be erased. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description It is erased. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Evidence of it is held, or nothing is known of it. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postBackups: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Where it lies on the collector's machine. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BackupGathered"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Another is being copied. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteBackupsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description As it was answered. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone; the backup itself is not touched. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Nothing is gathered under that id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getRetention: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By class of telemetry. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retention"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getStorage: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description By class and table. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Storage"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postRetentionRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dryRun": true,
                 *       "confirm": false
                 *     }
                 */
                "application/json": {
                    /** @default false */
                    dryRun?: boolean;
                    /** @default false */
                    confirm?: boolean;
                };
            };
        };
        responses: {
            /** @description What went, and what stayed and why. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RetentionRun"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postSystemsIdPredictionsPredictionContent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the system. */
                id: string;
                /** @description Id of the system. */
                prediction: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "reason": "NC-2026-0042: what the customer was told"
                 *     }
                 */
                "application/json": {
                    /** @description Why; it stands in the ledger. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description The texts, by name. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Content"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getKeys: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys, oldest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Key"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "ingest",
                 *       "name": "credit scoring, production",
                 *       "systems": [
                 *         "credit-scoring"
                 *       ],
                 *       "expiresAt": "2027-12-31T00:00:00Z"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    role: "ingest" | "viewer" | "operator" | "compliance" | "auditor" | "admin";
                    name: string;
                    /**
                     * @description Absent or null: all systems.
                     * @default null
                     */
                    systems?: string[] | null;
                    /** @description Absent or null: it does not expire. */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description The key: this answer alone has its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postKeysIdRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "liveSeconds": 86400
                 *     }
                 */
                "application/json": {
                    /**
                     * @description How long the old key goes on working; absent: a day.
                     * @default 86400
                     */
                    liveSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The successor: this answer alone has its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It is revoked or expired, or two of its kind live already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It is the last way in of an administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccountKeys: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Keys, oldest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Key"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAccountKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "viewer"
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    role: "ingest" | "viewer" | "operator" | "compliance" | "auditor" | "admin";
                    /** @default  */
                    name?: string;
                    /**
                     * @description Absent or null: all systems.
                     * @default null
                     */
                    systems?: string[] | null;
                    /** @description Absent or null: it does not expire. */
                    expiresAt?: string | null;
                };
            };
        };
        responses: {
            /** @description The key: this answer alone has its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAccountKeysIdRotation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "liveSeconds": 86400
                 *     }
                 */
                "application/json": {
                    /**
                     * @description How long the old key goes on working; absent: a day.
                     * @default 86400
                     */
                    liveSeconds?: number;
                };
            };
        };
        responses: {
            /** @description The successor: this answer alone has its secret. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedKey"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It is revoked or expired, or two of its kind live already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteAccountKeysId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It opens nothing any more. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description It is the last way in of an administrator. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccount: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Who asks, and their account where they have one. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Who"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccounts: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Accounts, oldest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Account"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Berg",
                 *       "email": "ada@example.org",
                 *       "role": "compliance",
                 *       "systems": [
                 *         "credit-scoring"
                 *       ]
                 *     }
                 */
                "application/json": {
                    name: string;
                    email: string;
                    /** @enum {string} */
                    role: "viewer" | "operator" | "compliance" | "auditor" | "admin";
                    /** @default null */
                    systems?: string[] | null;
                };
            };
        };
        responses: {
            /** @description The link: this answer alone has it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAccountsFirst: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Ada Berg",
                 *       "email": "ada@example.org"
                 *     }
                 */
                "application/json": {
                    name: string;
                    email: string;
                };
            };
        };
        responses: {
            /** @description The password: this answer alone has it. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FirstAccount"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccountsPerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path: {
                /** @description Id of the thing. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The account. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    patchAccountsPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the thing. */
                person: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "role": "operator",
                 *       "systems": null
                 *     }
                 */
                "application/json": {
                    /** @enum {string} */
                    role?: "viewer" | "operator" | "compliance" | "auditor" | "admin";
                    systems?: string[] | null;
                    /** @enum {string} */
                    state?: "active" | "disabled";
                    email?: string;
                };
            };
        };
        responses: {
            /** @description The account as it stands now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Account"];
                };
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            413: components["responses"]["PayloadTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["UnprocessableEntity"];
            429: components["responses"]["TooManyRequests"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    postAccountsPersonInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the thing. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The link; one of before is void. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            /** @description The account is disabled. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteAccountsPersonSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the thing. */
                person: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every session of the person is void. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAdministration: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Acts, newest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Administration"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getAccountSessions: {
        parameters: {
            query?: {
                /** @description How many items a page has at most. */
                limit?: number;
                /** @description `next` of the page before; absent: the first page. */
                cursor?: string;
            };
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Your sessions, newest first. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Session"][];
                        /** @description Send it as `cursor` for the next page; null: this is the last one. */
                        next: string | null;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["BadRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteAccountSessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Every session of yours is void. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    deleteAccountSessionsId: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the session. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description That browser is signed out. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["NotFound"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getServerMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Metrics. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                    "application/openmetrics-text": string;
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
    getServerHealthz: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["InternalServerError"];
        };
    };
    getServerReadyz: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It may. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ready";
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["InternalServerError"];
            /** @description Not now; `detail` says why. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: {
                /** @description The `ETag` that you have: 304 where it is still the same. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An OpenAPI 3.1 document. */
            200: {
                headers: {
                    /** @description Changes when the answer does. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description Nothing has changed since that `ETag`. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            500: components["responses"]["InternalServerError"];
            503: components["responses"]["ServiceUnavailable"];
        };
    };
}
