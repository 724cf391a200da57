import Outbox
import Testing

@testable import Worker

struct SenderRequestTests {
    @Test func sendsTheRequestAsItIs() async throws {
        let body = Array(0...255 as ClosedRange<UInt8>)
        let request = try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                let headers = [
                    AttemptHeader(name: "Content-Type", value: "application/json"),
                    AttemptHeader(name: "webhook-id", value: "msg_1"),
                    AttemptHeader(name: "x-twice", value: "a"),
                    AttemptHeader(name: "x-twice", value: "b"),
                ]
                let url = receiver.url("/a/b?c=d&e=%20")
                let request = DeliveryRequest(method: "POST", target: url, headers: headers, body: body)
                #expect(await sender.send(request, timeout: .seconds(60)).status == 200)
                return receiver.log.requests.first
            }
        }
        let sent = try #require(request)
        #expect(sent.method == "POST")
        #expect(sent.uri == "/a/b?c=d&e=%20")
        #expect(sent.headers.first?.hasPrefix("host: 127.0.0.1:") ?? false)
        #expect(
            Array(sent.headers.dropFirst()) == [
                "Content-Type: application/json", "webhook-id: msg_1", "x-twice: a", "x-twice: b",
                "content-length: 256",
            ]
        )
        #expect(sent.body == body)
    }

    @Test(arguments: ["POST", "PUT", "PATCH", "DELETE", "GET", "OPTIONS", "QUERY"])
    func sendsTheBodyWithEveryMethod(method: String) async throws {
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                let request = DeliveryRequest(method: method, target: receiver.url(), body: Array("hello".utf8))
                #expect(await sender.send(request, timeout: .seconds(60)).status == 200)
                #expect(receiver.log.requests.first?.method == method)
                #expect(receiver.log.requests.first.map { String(decoding: $0.body, as: UTF8.self) } == "hello")
            }
        }
    }

    @Test func readsNoBodyAfterHEAD() async throws {
        try await Receiver.run { _ in
            .send("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n")
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                for _ in 0..<2 {
                    let outcome = await sender.send(
                        DeliveryRequest(method: "HEAD", target: receiver.url()),
                        timeout: .seconds(60)
                    )
                    #expect(outcome.response?.body == [])
                }
                #expect(receiver.log.opened == 1)
            }
        }
    }

    @Test func sendsALargeBody() async throws {
        let body = [UInt8](repeating: 0x61, count: 4 << 20)
        try await Receiver.run { _ in
            .send(Answers.ok)
        } _: { receiver in
            try await HTTPDeliverySender.run { sender in
                #expect(await sender.post(receiver.url(), body: body).status == 200)
                #expect(receiver.log.requests.first?.body.count == body.count)
            }
        }
    }

    @Test(arguments: [
        ("x-name", "line\r\nfeed"), ("x-name", "nul\0"), ("x-name", "\u{7f}"), ("x name", "space"), ("x:name", "colon"),
        ("", "empty"), ("x\r\ny", "break"), ("n\u{e4}me", "not ASCII"), ("Host", "evil"), ("content-length", "0"),
        ("Transfer-Encoding", "chunked"), ("connection", "close"), ("upgrade", "h2c"), ("Expect", "100-continue"),
    ])
    func refusesHeadersThatCannotBeSent(name: String, value: String) async throws {
        let outcome = try await HTTPDeliverySender.run { sender in
            let header = AttemptHeader(name: name, value: value)
            return await sender.send(
                DeliveryRequest(target: "http://127.0.0.1:1024/", headers: [header]),
                timeout: .seconds(60)
            )
        }
        #expect(outcome.failure == .invalidRequest)
    }

    @Test(arguments: ["", "PO ST", "POST\r\n", "CONNECT", "TRACE"])
    func refusesMethodsThatCannotBeSent(method: String) async throws {
        let outcome = try await HTTPDeliverySender.run { sender in
            await sender.send(DeliveryRequest(method: method, target: "http://127.0.0.1:1024/"), timeout: .seconds(60))
        }
        #expect(outcome.failure == .invalidRequest)
    }
}
