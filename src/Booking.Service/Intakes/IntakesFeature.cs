using Booking.EventStore;

namespace Booking.Service.Intakes;

/// <summary>What doctors ask before a visit, and what patients answer: what is stored, what is served.</summary>
public static class IntakesFeature
{
    public static void Model(StoreModel model) => model.Events.Add("doctor_intake_changed", EventJson.Default.DoctorIntakeChanged);

    public static void Map(IEndpointRouteBuilder app)
    {
        PutQuestions.Map(app);
        AnswerIntake.Map(app);
        GetIntake.Map(app);
    }
}
