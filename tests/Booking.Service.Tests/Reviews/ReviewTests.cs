using System.Net;
using Booking.Contracts;
using Booking.EventStore;
using NodaTime;
using Xunit;

namespace Booking.Service.Tests.Reviews;

/// <summary>What patients say of a doctor, and what becomes of it, over HTTP.</summary>
public sealed class ReviewTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task A_rating_counts_at_once_and_a_comment_is_public_once_ops_have_read_it()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var visit = await Took.Place(clinic, patient);

        var written = await patient.WriteReview(visit.Id, new(4, "Took her time."));

        Assert.Equal((HttpStatusCode.Created, "\"1\"", null), (written.Status, written.ETag, written.Value.Comment));
        Assert.Equal("Took her time.", (await patient.Review(visit.Id)).Value.Comment);
        Assert.Equal(new Rating(4m, 1), (await service.Anonymous().Doctor(clinic.Doctor)).Value.Rating);
        var month = $"{visit.Start.InUtc().Year:0000}-{visit.Start.InUtc().Month:00}";
        Assert.Equal(new PublicReview(4, null, month), Assert.Single((await service.Anonymous().ReviewsOf(clinic.Doctor)).Value.Items));

        Assert.Equal("Took her time.", (await Waiting(written.Value.Id)).Comment);
        Assert.Equal(ReviewStatus.Approved, (await service.Ops().ApproveReview(written.Value.Id)).Value.Status);
        Assert.Equal(new PublicReview(4, "Took her time.", month), Assert.Single((await service.Anonymous().ReviewsOf(clinic.Doctor)).Value.Items));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Rejecting_takes_rating_and_comment_away_and_approving_brings_both_back()
    {
        var clinic = await Clinic.Open(service);
        var bad = (await Reviewed(clinic, 1, "Rude words")).Id;
        await Reviewed(clinic, 4);
        Assert.Equal(new Rating(2.5m, 2), await Rating(clinic));

        for (var time = 0; time < 2; time++)
            Assert.Equal(ReviewStatus.Rejected, (await service.Ops().RejectReview(bad)).Value.Status);
        Assert.Equal(new Rating(4m, 1), await Rating(clinic));
        Assert.Equal(4, Assert.Single((await service.Anonymous().ReviewsOf(clinic.Doctor)).Value.Items).Rating);

        _ = (await service.Ops().ApproveReview(bad)).Value;
        Assert.Equal(new Rating(2.5m, 2), await Rating(clinic));
        Assert.Contains((await service.Anonymous().ReviewsOf(clinic.Doctor)).Value.Items, review => review.Comment == "Rude words");
        await Invariants.Check(service);
    }

    [Fact]
    public async Task A_doctor_whose_only_review_was_rejected_is_rated_by_nobody()
    {
        var clinic = await Clinic.Open(service);

        _ = (await service.Ops().RejectReview((await Reviewed(clinic, 1)).Id)).Value;

        Assert.Equal(new Rating(null, 0), await Rating(clinic));
        await Invariants.Check(service);
    }

    [Fact]
    public async Task Of_many_reviews_of_one_visit_at_once_one_is_kept_and_a_repeat_under_its_key_is_told_the_same()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var visit = await Took.Place(clinic, patient);

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => patient.WriteReview(visit.Id, new(1 + (i % 5)), $"key {i % 4}")));

        Assert.Single(answers.Where(answer => answer.Body is not null).Select(answer => answer.Value.Rating).Distinct());
        Assert.Equal(1, (await Rating(clinic)).Count);
        var (again, key) = (answers.First(answer => answer.Body is not null).Value, $"key {Array.FindIndex(answers, answer => answer.Body is not null) % 4}");
        Assert.Equal(again, (await patient.WriteReview(visit.Id, new(again.Rating), key)).Body ?? again);
        (await patient.WriteReview(visit.Id, new(5))).Conflict("review-exists");
    }

    [Fact]
    public async Task Only_the_patient_of_a_visit_that_took_place_reviews_it_and_it_stays_when_the_visit_is_reopened()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var coming = await clinic.Confirmed(patient, (await clinic.Free())[0]);
        (await patient.WriteReview(coming.Id, new(5))).Conflict("visit-not-completed");
        var visit = await Took.Place(clinic, patient);

        (await service.Patient().WriteReview(visit.Id, new(5))).Refused(HttpStatusCode.NotFound, "not-found");
        (await service.Patient().WriteReview(Guid.NewGuid(), new(5))).Refused(HttpStatusCode.NotFound, "not-found");
        _ = (await patient.WriteReview(visit.Id, new(5))).Value;
        (await service.Patient().Review(visit.Id)).Refused(HttpStatusCode.NotFound, "not-found");
        await Took.Back(clinic, visit);

        Assert.Equal(new Rating(5m, 1), await Rating(clinic));
    }

    [Fact]
    public async Task A_rating_is_one_to_five_and_a_comment_two_thousand_characters_at_most()
    {
        var (clinic, patient) = (await Clinic.Open(service), service.Patient());
        var visit = await Took.Place(clinic, patient);

        foreach (var rating in (int[])[0, 6, -1, int.MaxValue])
            Assert.Contains("rating", (await patient.WriteReview(visit.Id, new(rating))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!);
        Assert.Contains("comment", (await patient.WriteReview(visit.Id, new(5, new('x', 2_001)))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!);
        Assert.Equal(HttpStatusCode.Created, (await patient.WriteReview(visit.Id, new(5, new('x', 2_000)))).Status);
    }

    [Fact]
    public async Task The_list_comes_in_pieces_the_newest_first_and_an_erased_patients_comment_is_gone()
    {
        var clinic = await Clinic.Open(service);
        List<int> ratings = [3, 1, 5];
        foreach (var rating in ratings)
            _ = (await service.Ops().ApproveReview((await Reviewed(clinic, rating, $"Number {rating}")).Id)).Value;
        await using (var erase = service.Database.DataSource.CreateCommand("delete from patient_keys where patient_id = (select patient_id from reviews where doctor_id = $1 and rating = 1)"))
            await erase.With(Pg.Uuid(clinic.Doctor)).ExecuteNonQueryAsync();

        var first = (await service.Anonymous().ReviewsOf(clinic.Doctor, new(2))).Value;
        var second = (await service.Anonymous().ReviewsOf(clinic.Doctor, new(2, first.Next))).Value;

        Assert.Equal([(5, "Number 5"), (1, null), (3, "Number 3")], first.Items.Concat(second.Items).Select(review => (review.Rating, review.Comment)));
        Assert.Null(second.Next);
        (await service.Anonymous().ReviewsOf(Guid.NewGuid())).Refused(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_cursor_of_the_public_list_tells_neither_which_review_it_was_nor_when_it_was_written()
    {
        var clinic = await Clinic.Open(service);
        foreach (var rating in (int[])[2, 4])
            await Reviewed(clinic, rating);
        var newest = (await service.Ops().Reviews(ReviewStatus.Pending, new(100))).Value.Items.Where(item => item.DoctorId == clinic.Doctor).MaxBy(item => item.WrittenAt)!;

        var page = (await service.Anonymous().ReviewsOf(clinic.Doctor, new(1))).Value;
        var told = System.Text.Encoding.Latin1.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(page.Next));
        var again = (await service.Anonymous().ReviewsOf(clinic.Doctor, new(1))).Value;

        Assert.DoesNotContain(newest.Id.ToString(), told, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain($"{newest.WrittenAt.InUtc().Year:0000}-", told, StringComparison.Ordinal);
        // What is the same each time can be guessed: an id follows from the visit's, which the doctor knows.
        Assert.NotEqual(page.Next, again.Next);
        Assert.Equal([4, 2], page.Items.Concat((await service.Anonymous().ReviewsOf(clinic.Doctor, new(1, page.Next))).Value.Items).Select(review => review.Rating));
        var forged = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes($"2026-11-23T05:00:00Z\u001f{newest.Id}"));
        foreach (var wrong in (string[])[forged, "AAAA", page.Next![..^4]])
            Assert.Contains("cursor", (await service.Anonymous().ReviewsOf(clinic.Doctor, new(1, wrong))).Refused(HttpStatusCode.BadRequest, "invalid").Errors!.Keys);
    }

    async Task<ReviewAnswer> Reviewed(Clinic clinic, int rating, string? comment = null)
    {
        var patient = service.Patient();
        return (await patient.WriteReview((await Took.Place(clinic, patient)).Id, new(rating, comment))).Value;
    }

    async Task<ReviewAnswer> Waiting(Guid review) =>
        Assert.Single((await service.Ops().Reviews(ReviewStatus.Pending, new(100))).Value.Items, item => item.Id == review);

    async Task<Rating> Rating(Clinic clinic) => (await service.Anonymous().Doctor(clinic.Doctor)).Value.Rating;
}
