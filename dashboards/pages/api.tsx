import type { Child } from "hono/jsx";
import type { ApiReference, ReferenceOperation } from "../api-reference.ts";
import { Block } from "../parts/block.tsx";
import type { PageContent } from "../parts/document.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { PlainTable } from "../parts/plain-table.tsx";
import { Members, SchemaWords } from "./api-schema.tsx";
import { Marked } from "./marked.tsx";

/** `/api`: every route that programs use, from the document that describes them. */
export function api(of: ApiReference): PageContent {
  const operations = Object.entries(of.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const chapters = of.tags
    .map((tag) => ({
      ...tag,
      own: operations.filter((each) => each.operation.tags[0] === tag.name),
    }))
    .filter(({ own }) => own.length > 0);
  return {
    title: "API",
    section: "api",
    body: (
      <>
        <PageHead
          title="API"
          lead={
            <>
              What a program can ask of this collector, and what it answers. The same as a document
              for tools: <a href="/api/v1/openapi.json">openapi.json</a> (OpenAPI 3.1).
            </>
          }
        />
        <div class="prose">
          {of.info.description.split("\n\n").map((text) => (
            <p>
              <Marked text={text} />
            </p>
          ))}
        </div>
        <nav aria-label="Chapters">
          <ul class="api-chapters">
            {chapters.map(({ name, own }) => (
              <li>
                <a href={`#${name.toLowerCase()}`}>{name}</a> <span class="soft">{own.length}</span>
              </li>
            ))}
            <li>
              <a href="#shapes">Shapes</a>
            </li>
          </ul>
        </nav>
        {chapters.map(({ name, description, own }) => (
          <Block id={name.toLowerCase()} title={name} lead={description}>
            {own.map((each) => (
              <Operation of={each.operation} path={each.path} method={each.method} all={of} />
            ))}
          </Block>
        ))}
        <Block id="shapes" title="Shapes" lead="What routes take and answer, by name.">
          {Object.entries(of.components.schemas).map(([name, schema]) => (
            <details class="api-entry" id={`shape-${name}`}>
              <summary>
                <code>{name}</code> <span class="soft">{schema.description ?? ""}</span>
              </summary>
              <Members of={schema} label={name} />
            </details>
          ))}
        </Block>
      </>
    ),
    status: 200,
    refreshSeconds: null,
  };
}

function Operation(props: {
  of: ReferenceOperation;
  path: string;
  method: string;
  all: ApiReference;
}): Child {
  const { of, path, method, all } = props;
  const body = of.requestBody?.content["application/json"];
  return (
    <details class="api-entry" id={of.operationId}>
      <summary>
        <code>
          <span class="api-method">{method.toUpperCase()}</span> {path}
        </code>{" "}
        {of.summary}
      </summary>
      {of.description.split("\n\n").map((text) => (
        <p>
          <Marked text={text} />
        </p>
      ))}
      {of.parameters.length === 0 ? null : (
        <PlainTable
          label={`Parameters of ${method.toUpperCase()} ${path}`}
          columns={["Parameter", "In", "Is", "Says"]}
          rows={of.parameters.map((each) => [
            <code>{each.name}</code>,
            each.required ? `${each.in}, required` : each.in,
            <SchemaWords of={each.schema} />,
            <Marked text={each.description ?? ""} />,
          ])}
        />
      )}
      {body === undefined ? null : (
        <>
          <p>
            Body: <SchemaWords of={body.schema} />
          </p>
          <Members of={body.schema} label={`Body of ${method.toUpperCase()} ${path}`} />
          {body.example === undefined ? null : <Example of={body.example} />}
        </>
      )}
      <PlainTable
        label={`Answers of ${method.toUpperCase()} ${path}`}
        columns={["Answer", "Is", "When"]}
        rows={Object.entries(of.responses).map(([status, answer]) => {
          const name = answer.$ref?.split("/").at(-1) ?? "";
          const words = answer.description ?? all.components.responses[name]?.description ?? "";
          const { schema, example } = answer.content?.["application/json"] ?? {};
          return [
            status,
            schema === undefined ? (
              Object.keys(answer.content ?? {}).join(", ")
            ) : (
              <SchemaWords of={schema} />
            ),
            <>
              <Marked text={words} />
              {example === undefined ? null : <Example of={example} />}
            </>,
          ];
        })}
      />
    </details>
  );
}

function Example(props: { of: unknown }): Child {
  return (
    <pre class="api-example" tabindex={0}>
      <code>{JSON.stringify(props.of, null, 2)}</code>
    </pre>
  );
}
