"""AL107 blocking-sdk."""

from asynclint.rule import Blocking, Fixable

from .reports import BlockingRule


class BlockingSdk(BlockingRule):
    """Reports a call by the synchronous client of a remote service that holds up an event loop.

    ## What it does
    Finds calls by clients that wait for a service: `boto3`, `google.cloud`, `azure`, `openai.OpenAI`,
    `anthropic.Anthropic`, `ollama` and others that the knowledge base describes, wherever an event loop reaches them
    through plain calls. Making the client is silent unless it connects.

    ## Why is this bad?
    Behind every method is a request over the network, often with retries and pauses between them, and an answer of a
    language model takes seconds. The loop stands still as long.

    ## Example

    ```python
    from openai import OpenAI

    client = OpenAI()


    async def answer(question):
        return client.responses.create(model="gpt-5", input=question)  # error: blocking-sdk
    ```

    ```python
    # file: app/summary.py
    import anthropic


    class Summaries:
        def __init__(self):
            self.client = anthropic.Anthropic()

        def summary(self, text):
            return self.client.messages.create(  # error: blocking-sdk
                model="claude-sonnet-4-5", max_tokens=300, messages=[{"role": "user", "content": text}]
            )

    # file: app/views.py
    from app.summary import Summaries

    summaries = Summaries()


    async def show(document):
        return summaries.summary(document.text)
    ```

    ## Use instead

    ```python
    from openai import AsyncOpenAI

    client = AsyncOpenAI()


    async def answer(question):
        return await client.responses.create(model="gpt-5", input=question)
    ```

    Where there is no asynchronous client, a thread may wait:

    ```python
    import asyncio

    import boto3

    bucket = boto3.resource("s3").Bucket("reports")


    async def store(path, key):
        await asyncio.to_thread(bucket.upload_file, path, key)
    ```

    ## Known problems
    A service whose client no knowledge file describes is not seen. A call that only prepares something, without asking
    the service, may be reported with the others of its client.

    ## Options
    * `min-confidence`: `"possible"` also shows calls that block on some of several ways, and what is usually fast
      enough; `"certain"` shows only calls to which every step has one target.
    * `knowledge`: the project's own files, which say what blocks and what hands work to threads.
    * `# asynclint: ignore[blocking-sdk] the reason` on the call, or on any call of its trace, says that the wait is
      meant.

    ## References
    * [asyncio: running blocking code](https://docs.python.org/3/library/asyncio-dev.html#running-blocking-code)
    * [OpenAI for Python: async usage](https://github.com/openai/openai-python#async-usage)
    * [Anthropic for Python: async usage](https://github.com/anthropics/anthropic-sdk-python#async-usage)
    """

    code = "AL107"
    name = "blocking-sdk"
    since = "0.1"
    fixable = Fixable.NO
    aliases = ()
    kinds = (Blocking.SDK,)
    waits = "waits for a remote service"
