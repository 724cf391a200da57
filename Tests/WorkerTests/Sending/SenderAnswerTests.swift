import NIOCore
import Outbox
import Testing

@testable import Worker

struct SenderAnswerTests {
    /// What one POST gives when the receiver replies so.
    private func outcome(
        of reply: Receiver.Reply,
        at moment: Receiver.Moment = .afterRequest,
        limits: SenderLimits = .patient,
        timeout: Duration = .seconds(60),
        body: [UInt8] = Array("{}".utf8)
    ) async throws -> AttemptOutcome {
        try await Receiver.run(at: moment) { _ in
            reply
        } _: { receiver in
            try await HTTPDeliverySender.run(limits: limits) { sender in
                await sender.post(receiver.url(), timeout: timeout, body: body)
            }
        }
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", 200, ""),
        ("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello", 200, "hello"),
        ("HTTP/1.1 200\r\ncontent-length: 0\r\n\r\n", 200, ""),
        ("HTTP/1.1 204 No Content\r\n\r\n", 204, ""),
        ("HTTP/1.1 304 Not Modified\r\ncontent-length: 9\r\n\r\n", 304, ""),
        ("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n", 410, ""),
        ("HTTP/1.1 500 Oh\r\ncontent-length: 2\r\n\r\nno", 500, "no"),
        ("HTTP/1.1 799 Odd\r\ncontent-length: 0\r\n\r\n", 799, ""),
        ("HTTP/1.0 200 OK\r\n\r\nold", 200, "old"),
        ("HTTP/1.1 200 OK\r\n\r\nuntil the close", 200, "until the close"),
        (
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nt: r\r\n\r\n", 200,
            "abcde"
        ),
        ("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length: 1\r\n\r\nx", 201, "x"),
        (
            "HTTP/1.1 103 Hints\r\nlink: x\r\n\r\nHTTP/1.1 102 P\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
            200, ""
        ),
    ])
    func takesTheFinalAnswer(text: String, status: Int, body: String) async throws {
        let response = try #require(await outcome(of: .sendThenClose(text)).response)
        #expect(response.status == status)
        #expect(String(decoding: response.body, as: UTF8.self) == body)
        #expect(!response.truncated)
    }

    @Test func neverFollowsARedirect() async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { elsewhere in
            let location = "location: \(elsewhere.url())"
            let outcome = try await outcome(of: .send("HTTP/1.1 307 R\r\n\(location)\r\ncontent-length: 0\r\n\r\n"))
            #expect(outcome.status == 307)
            #expect(outcome.response?.header("Location") == elsewhere.url())
            #expect(elsewhere.log.opened == 0)
        }
    }

    @Test(arguments: [
        (16 * 1024, false), (16 * 1024 + 1, true), (64 * 1024, true), (64 * 1024 + 1, true), (1 << 20, true),
    ])
    func keeps16KiBOfTheBody(count: Int, truncated: Bool) async throws {
        let response = try #require(await outcome(of: .send(Answers.body(count))).response)
        #expect(response.status == 200)
        #expect(response.body.count == min(count, 16 * 1024))
        #expect(response.truncated == truncated)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n",
    ])
    func closesAnEndlessBody(head: String) async throws {
        let reply = Receiver.Reply.flood(head, each: String(repeating: "x", count: 10_000))
        try await Receiver.run { _ in
            reply
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                let response = try #require(await sender.post(receiver.url()).response)
                #expect(response.status == 200)
                #expect(response.truncated)
                await receiver.wait { $0.closed == 1 }
                #expect(sender.idleConnections == 0)
            }
        }
    }

    @Test func closesEndlessFraming() async throws {
        let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
        let chunk = "1;" + String(repeating: "e", count: 1000) + "\r\nx\r\n"
        let response = try #require(await outcome(of: .flood(head, each: chunk)).response)
        #expect(response.truncated == false)
        #expect(response.body.count < 64 * 1024)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n", "x: " + String(repeating: "y", count: 1000) + "\r\n"),
        ("HTTP/1.1 200 OK\r\n", String(repeating: "x: y\r\n", count: 50)),
        ("HTTP/1.1 200 OK\r\nx: ", String(repeating: "y", count: 10_000)),
        ("", String(repeating: "HTTP/1.1 100 Continue\r\n\r\n", count: 400)),
    ])
    func refusesAnEndlessHeaderBlock(start: String, each: String) async throws {
        #expect(try await outcome(of: .flood(start, each: each)).failure == .responseTooLarge)
    }

    @Test func keeps64HeadersAnd16KiBOfThem() async throws {
        let many = (0..<100).map { "h\($0): v\r\n" }.joined()
        let first = try await outcome(of: .send("HTTP/1.1 200 OK\r\n\(many)content-length: 0\r\n\r\n")).response
        #expect(first?.headers.count == 64)
        #expect(first?.headers.last == AttemptHeader(name: "h63", value: "v"))
        let value = String(repeating: "v", count: 6000)
        let large = "HTTP/1.1 200 OK\r\na: \(value)\r\nb: \(value)\r\nc: \(value)\r\ncontent-length: 0\r\n\r\n"
        #expect(try await outcome(of: .send(large)).response?.headers.map(\.name) == ["a", "b"])
    }

    @Test(arguments: [
        (Receiver.Reply.reset, AttemptFailure.reset),
        (.close, .reset),
        (.hang, .timeout),
        (.sendThenClose("HTTP/1.1 200"), .reset),
        (.sendThenClose("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"), .reset),
        (.sendThenClose("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhalf"), .reset),
        (.send("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf"), .timeout),
        (.send("HTTP/1.1 100 Continue\r\n\r\n"), .timeout),
        (.drip("", each: "H", every: .milliseconds(20)), .protocolViolation),
        (.drip("HTTP/1.1 200 OK\r\n", each: "x", every: .milliseconds(20)), .timeout),
        (.drip("HTTP/1.1 200 OK\r\ncontent-length: 9999\r\n\r\n", each: "x", every: .milliseconds(20)), .timeout),
        (.drip("HTTP/1.1 200 OK\r\n\r\n", each: "x", every: .milliseconds(20)), .timeout),
        (.drip("", each: "HTTP/1.1 100 Continue\r\n\r\n", every: .milliseconds(20)), .timeout),
        (.send("SSH-2.0-OpenSSH_9.2\r\n"), .protocolViolation),
        (.send("HTTP/2.0 200 OK\r\n\r\n"), .protocolViolation),
        (.send("\u{0}\u{1}\u{2}\u{3}"), .protocolViolation),
        (.send("HTTP/1.1 20 OK\r\n\r\n"), .protocolViolation),
        (.send("HTTP/1.1 000 OK\r\n\r\n"), .protocolViolation),
        (
            .send("HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n"),
            .protocolViolation
        ),
        (.send("HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n"), .protocolViolation),
        (.send("HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999999\r\n\r\n"), .protocolViolation),
        (.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"), .protocolViolation),
    ])
    func namesEveryFailure(reply: Receiver.Reply, failure: AttemptFailure) async throws {
        let outcome = try await outcome(of: reply, timeout: failure == .timeout ? .milliseconds(400) : .seconds(60))
        #expect(outcome.failure == failure)
        #expect(outcome.detail.map { (10...200).contains($0.count) } ?? false)
    }

    @Test func tellsTheStatusOfAnAnswerThatDidNotEnd() async throws {
        let reply = Receiver.Reply.send("HTTP/1.1 202 Accepted\r\ncontent-length: 10\r\n\r\nhalf")
        let outcome = try await outcome(of: reply, timeout: .seconds(25))
        #expect(outcome.detail?.contains("status 202") ?? false)
    }

    /// The receiver answers when it has seen the head, and closes with most of the body unread.
    @Test func takesAnAnswerThatComesBeforeTheBodyIsRead() async throws {
        let text = "HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-length: 3\r\n\r\nbig"
        let body = [UInt8](repeating: 0x61, count: 32 << 20)
        let outcome = try await outcome(of: .send(text), at: .afterHead, body: body)
        #expect(outcome.status == 413)
    }

    @Test func endsAtTheDeadlineWhateverTheReceiverDoes() async throws {
        let reply = Receiver.Reply.drip("HTTP/1.1 200 OK\r\n\r\n", each: "x", every: .milliseconds(50))
        try await Receiver.run { _ in
            reply
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                let start = ContinuousClock.now
                #expect(await sender.post(receiver.url(), timeout: .milliseconds(500)).failure == .timeout)
                #expect(start.duration(to: .now) < .seconds(5))
            }
        }
    }

    @Test(arguments: [Duration.zero, .seconds(-1), .nanoseconds(1)])
    func endsAtOnceWithoutTime(timeout: Duration) async throws {
        #expect(try await outcome(of: .send(Answers.ok), timeout: timeout).failure == .timeout)
    }
}
